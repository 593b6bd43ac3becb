/**
 * Deliveries: what is due to whom because a timer has elapsed. A delivery is made in the
 * transaction of the outcome, is leased to one who carries it out, and ends as delivered or dead.
 */
@NullMarked
package dev.chime.delivery;

import org.jspecify.annotations.NullMarked;
