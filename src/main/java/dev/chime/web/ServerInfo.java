package dev.chime.web;

/**
 * What a server says of itself.
 *
 * @param version the version of its program
 * @param node its name among those that share a store
 * @param store the kind of its store: {@code sqlite} or {@code postgresql}
 */
public record ServerInfo(String version, String node, String store) {}
