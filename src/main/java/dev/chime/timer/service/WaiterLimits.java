package dev.chime.timer.service;

import dev.chime.timer.Namespace;
import java.util.function.ToIntFunction;

/**
 * How many clients may wait at the same time.
 *
 * @param total the limit for all namespaces together
 * @param ofNamespace the limit for each namespace
 */
public record WaiterLimits(int total, ToIntFunction<Namespace> ofNamespace) {

  /** No limits. */
  public static final WaiterLimits NONE =
      new WaiterLimits(Integer.MAX_VALUE, namespace -> Integer.MAX_VALUE);
}
