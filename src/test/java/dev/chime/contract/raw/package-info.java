/** Random bytes at the socket: whatever is sent, the answer is proper HTTP and a clear problem. */
@NullMarked
package dev.chime.contract.raw;

import org.jspecify.annotations.NullMarked;
