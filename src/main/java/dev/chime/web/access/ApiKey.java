package dev.chime.web.access;

import dev.chime.timer.Namespace;

/**
 * A key as the service knows it: by its hash only.
 *
 * @param name what it is called in logs
 * @param hash SHA-256 of the key's text
 * @param namespace whose timers it is for
 * @param role what it allows
 */
public record ApiKey(String name, KeyHash hash, Namespace namespace, Role role) {}
