/**
 * Endpoints: they are called when timers elapse. Each lane of deliveries to an address has a pump
 * of its own; an attempt is a task, the HTTP client's callback completes it, and no thread waits.
 */
@NullMarked
package dev.chime.delivery.push;

import org.jspecify.annotations.NullMarked;
