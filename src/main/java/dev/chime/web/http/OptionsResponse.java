package dev.chime.web.http;

import dev.chime.web.problem.Methods;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * An answer to {@code OPTIONS} which lists methods as a {@code 405} does, and has no header that
 * says nothing: Spring sends an empty {@code Accept-Patch} where nothing is patched.
 */
final class OptionsResponse extends HttpServletResponseWrapper {

  OptionsResponse(HttpServletResponse response) {
    super(response);
  }

  @Override
  public void setHeader(String name, @Nullable String value) {
    if (value == null || !value.isEmpty()) {
      super.setHeader(name, edited(name, value));
    }
  }

  @Override
  public void addHeader(String name, @Nullable String value) {
    if (value == null || !value.isEmpty()) {
      super.addHeader(name, edited(name, value));
    }
  }

  private static @Nullable String edited(String name, @Nullable String value) {
    return value != null && name.equalsIgnoreCase(HttpHeaders.ALLOW)
        ? Methods.allow(Arrays.asList(value.split("\\s*,\\s*")))
        : value;
  }

  /** Else Spring would go on and allow all methods, where there is nothing of that path at all. */
  @Override
  public boolean containsHeader(String name) {
    return name.equalsIgnoreCase(HttpHeaders.ALLOW) || super.containsHeader(name);
  }
}
