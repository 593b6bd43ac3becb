package dev.chime.web.access;

import dev.chime.timer.Namespace;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Component;

/** How fast a namespace may create timers. */
@Component
public class CreateQuotas {

  /** Takes so many creations. */
  public void take(Namespace namespace, int count, HttpServletResponse response) {}
}
