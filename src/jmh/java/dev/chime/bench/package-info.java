/**
 * Benches of the runtime beside its peers, and programs that measure what JMH cannot. The benches
 * of the timing wheel lie in {@code dev.chime.async.time}, whose package they need.
 */
@NullMarked
package dev.chime.bench;

import org.jspecify.annotations.NullMarked;
