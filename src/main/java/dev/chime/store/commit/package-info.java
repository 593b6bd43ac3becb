/** Group commit: what is to be written, and the threads that write it, many at a time. */
@NullMarked
package dev.chime.store.commit;

import org.jspecify.annotations.NullMarked;
