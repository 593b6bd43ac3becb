/**
 * Group commit: commands that wait to be written, the threads that write many of them in one
 * transaction, and what a database must offer them.
 */
@NullMarked
package dev.chime.store.commit;

import org.jspecify.annotations.NullMarked;
