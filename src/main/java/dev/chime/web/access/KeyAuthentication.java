package dev.chime.web.access;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;

/**
 * The authentication of a request with a valid key, for Spring Security. The key's {@link Role}
 * says what the request may do.
 *
 * @param key the key
 */
record KeyAuthentication(ApiKey key) implements Authentication {

  @Override
  public ApiKey getPrincipal() {
    return key;
  }

  @Override
  public String getName() {
    return key.name();
  }

  @Override
  public Collection<? extends GrantedAuthority> getAuthorities() {
    return List.of();
  }

  @Override
  public @Nullable Object getCredentials() {
    return null;
  }

  @Override
  public @Nullable Object getDetails() {
    return null;
  }

  @Override
  public boolean isAuthenticated() {
    return true;
  }

  @Override
  public void setAuthenticated(boolean isAuthenticated) {
    throw new IllegalArgumentException("the authentication of a key cannot be changed");
  }
}
