package dev.chime.web.access;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/** Whoever presents a key, as Spring Security sees it. */
final class KeyAuthentication extends AbstractAuthenticationToken {

  private static final long serialVersionUID = 1L;

  private final transient ApiKey key;

  KeyAuthentication(ApiKey key) {
    super(key.role().authorities());
    this.key = key;
    setAuthenticated(true);
  }

  @Override
  public ApiKey getPrincipal() {
    return key;
  }

  @Override
  public String getCredentials() {
    return ""; // the key's text is not kept
  }

  @Override
  public String getName() {
    return key.name();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof KeyAuthentication same && same.key.equals(key);
  }

  @Override
  public int hashCode() {
    return key.hashCode();
  }
}
