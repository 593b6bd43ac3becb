package dev.chime.web.mvc;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.autoconfigure.WebMvcRegistrations;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.condition.PathPatternsRequestCondition;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Maps a request to its handler: compares method and path first, and media types last. It is asked
 * before all other mappings, since nearly all requests are for the timers' endpoints.
 */
final class PathFirstHandlerMapping extends RequestMappingHandlerMapping {

  @Override
  public int getOrder() {
    return Ordered.HIGHEST_PRECEDENCE;
  }

  @Override
  protected @Nullable RequestMappingInfo getMatchingMapping(
      RequestMappingInfo info, HttpServletRequest request) {
    PathPatternsRequestCondition paths = info.getPathPatternsCondition();
    boolean differs =
        info.getMethodsCondition().getMatchingCondition(request) == null
            || (paths != null && paths.getMatchingCondition(request) == null);
    return differs ? null : super.getMatchingMapping(info, request);
  }

  /**
   * Names the methods that a path allows by its most specific mappings only. A path such as {@code
   * /timers/events} also looks like that of a timer, but is not one.
   */
  @Override
  protected @Nullable HandlerMethod handleNoMatch(
      Set<RequestMappingInfo> infos, String path, HttpServletRequest request)
      throws ServletException {
    Map<RequestMappingInfo, PathPatternsRequestCondition> matching = new LinkedHashMap<>();
    for (RequestMappingInfo info : infos) {
      PathPatternsRequestCondition paths = info.getPathPatternsCondition();
      PathPatternsRequestCondition match =
          paths == null ? null : paths.getMatchingCondition(request);
      if (match != null && info.getMethodsCondition().getMatchingCondition(request) != null) {
        return super.handleNoMatch(infos, path, request); // the method is not the reason
      }
      if (match != null) {
        matching.put(info, match);
      }
    }
    matching.values().stream()
        .min((one, other) -> one.compareTo(other, request))
        .ifPresent(best -> matching.values().removeIf(each -> each.compareTo(best, request) > 0));
    return super.handleNoMatch(matching.keySet(), path, request);
  }

  /** Makes Boot use this mapping instead of its own. */
  @Component
  static class Registration implements WebMvcRegistrations {

    @Override
    public RequestMappingHandlerMapping getRequestMappingHandlerMapping() {
      return new PathFirstHandlerMapping();
    }
  }
}
