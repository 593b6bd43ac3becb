/**
 * Receivers and workers that misbehave, and the rules by which deliveries are judged when servers
 * were killed meanwhile.
 */
@NullMarked
package dev.chime.deliverychecks;

import org.jspecify.annotations.NullMarked;
