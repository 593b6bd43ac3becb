/**
 * Traces by OpenTelemetry, if there is somewhere to send them to. The rest of the service knows of
 * {@link dev.chime.timer.Traceparent} and listeners only.
 */
@NullMarked
package dev.chime.config.tracing;

import org.jspecify.annotations.NullMarked;
