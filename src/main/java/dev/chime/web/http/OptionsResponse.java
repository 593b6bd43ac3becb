package dev.chime.web.http;

import dev.chime.web.problem.Methods;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * A response to {@code OPTIONS}. It lists methods in the same order as a {@code 405}, and has no
 * empty headers: Spring sends an empty {@code Accept-Patch} if {@code PATCH} is not allowed.
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

  /** Pretends to have {@code Allow}: otherwise Spring allows all methods for an unknown path. */
  @Override
  public boolean containsHeader(String name) {
    return name.equalsIgnoreCase(HttpHeaders.ALLOW) || super.containsHeader(name);
  }
}
