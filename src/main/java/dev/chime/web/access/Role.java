package dev.chime.web.access;

import java.util.List;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.AuthorityUtils;

/** What the holder of a key may do. */
public enum Role {
  /** Look at timers and wait for them. */
  READ,
  /** Also create, change and cancel them. */
  WRITE,
  /** Also look at how the service does. */
  ADMIN,
  /** Fetch the figures for Prometheus, and nothing else. */
  METRICS;

  List<GrantedAuthority> authorities() {
    return AuthorityUtils.createAuthorityList(
        switch (this) {
          case READ -> List.of("READ");
          case WRITE -> List.of("READ", "WRITE");
          case ADMIN -> List.of("READ", "WRITE", "METRICS", "ADMIN");
          case METRICS -> List.of("METRICS");
        });
  }
}
