package dev.chime.web.access;

import dev.chime.timer.Namespace;

/**
 * An API key. The service knows only its hash, not the key itself.
 *
 * @param name the name of the key in logs
 * @param hash the SHA-256 hash of the key
 * @param namespace the namespace that the key gives access to
 * @param role what the key allows
 */
public record ApiKey(String name, KeyHash hash, Namespace namespace, Role role) {}
