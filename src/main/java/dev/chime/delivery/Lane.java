package dev.chime.delivery;

import dev.chime.timer.Destination;
import dev.chime.timer.Namespace;
import dev.chime.timer.Timer;

/**
 * All deliveries of one namespace to one destination. They are claimed in the order in which they
 * become available.
 *
 * @param namespace the namespace
 * @param destination the destination
 */
public record Lane(Namespace namespace, Destination destination) {

  /**
   * The lane of a timer.
   *
   * @throws IllegalArgumentException if it has no destination
   */
  public static Lane of(Timer timer) {
    Destination destination = timer.destination();
    if (destination == null) {
      throw new IllegalArgumentException(timer.id() + " is delivered nowhere");
    }
    return new Lane(timer.id().namespace(), destination);
  }
}
