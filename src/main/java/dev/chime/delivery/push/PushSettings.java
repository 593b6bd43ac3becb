package dev.chime.delivery.push;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What is configured.
 *
 * @param maxInFlight the most calls of this process at a time, to all endpoints together
 * @param inlineUrls whether timers may have addresses of their own
 * @param rules where it may call
 * @param authorities a file of certificates (PEM) that are trusted besides those that Java trusts;
 *     null for none
 */
public record PushSettings(
    int maxInFlight, boolean inlineUrls, CallRules rules, @Nullable Path authorities) {}
