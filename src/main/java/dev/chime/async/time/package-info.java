/**
 * Timer futures, and the two drivers that complete them: a timing wheel on each shard, and the
 * book's thread for each timer. It uses only monotonic time, and no wall clock.
 */
@NullMarked
package dev.chime.async.time;

import org.jspecify.annotations.NullMarked;
