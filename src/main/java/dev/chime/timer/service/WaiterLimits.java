package dev.chime.timer.service;

import dev.chime.timer.Namespace;
import java.util.function.ToIntFunction;

/**
 * How many may wait at a time.
 *
 * @param total in all namespaces together
 * @param ofNamespace in each namespace
 */
public record WaiterLimits(int total, ToIntFunction<Namespace> ofNamespace) {

  /** No limits. */
  public static final WaiterLimits NONE =
      new WaiterLimits(Integer.MAX_VALUE, namespace -> Integer.MAX_VALUE);
}
