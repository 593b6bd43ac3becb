package dev.chime.web;

import org.jspecify.annotations.Nullable;

/** The rules for addresses that timers have of their own. Thread-safe. */
@FunctionalInterface
public interface InlineUrls {

  /**
   * The first rule that an address breaks.
   *
   * @return null if it may be called
   */
  @Nullable String brokenBy(String url);
}
