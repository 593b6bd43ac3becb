/**
 * Futures of points in time, and the two drivers that complete them: a timing wheel on each shard,
 * and the book's thread per timer. Knows monotonic time only; what the wall clock says is another
 * floor's matter.
 */
@NullMarked
package dev.chime.async.time;

import org.jspecify.annotations.NullMarked;
