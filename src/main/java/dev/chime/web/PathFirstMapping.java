package dev.chime.web;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.autoconfigure.WebMvcRegistrations;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.condition.PathPatternsRequestCondition;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Finds a request's handler by method and path first, and before anybody else does: most requests
 * are ours. Spring compares media types with those of all handlers before it looks at the path, and
 * asks Actuator's mapping first; for a {@code GET} of a timer that took a fifth of the time.
 */
final class PathFirstMapping extends RequestMappingHandlerMapping {

  @Override
  public int getOrder() {
    return Ordered.HIGHEST_PRECEDENCE;
  }

  @Override
  protected @Nullable RequestMappingInfo getMatchingMapping(
      RequestMappingInfo info, HttpServletRequest request) {
    PathPatternsRequestCondition paths = info.getPathPatternsCondition();
    boolean isOther =
        info.getMethodsCondition().getMatchingCondition(request) == null
            || (paths != null && paths.getMatchingCondition(request) == null);
    return isOther ? null : super.getMatchingMapping(info, request);
  }

  /** Has Boot take this one in the place of its own. */
  @Component
  static class Registration implements WebMvcRegistrations {

    @Override
    public RequestMappingHandlerMapping getRequestMappingHandlerMapping() {
      return new PathFirstMapping();
    }
  }
}
