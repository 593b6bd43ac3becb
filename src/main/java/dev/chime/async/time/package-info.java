/**
 * Futures of points in time, and the two drivers that complete them: a timing wheel on each shard,
 * and the book's thread per timer. It knows monotonic time only, and no wall clock.
 */
@NullMarked
package dev.chime.async.time;

import org.jspecify.annotations.NullMarked;
