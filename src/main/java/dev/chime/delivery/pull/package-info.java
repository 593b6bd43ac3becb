/**
 * Queues: workers claim deliveries under a lease, and settle them. A claim that finds nothing waits
 * as a future; it is woken by news of deliveries, and never asks the store again and again.
 */
@NullMarked
package dev.chime.delivery.pull;

import org.jspecify.annotations.NullMarked;
