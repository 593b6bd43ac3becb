package dev.chime.web.mvc;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.autoconfigure.WebMvcRegistrations;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.condition.PathPatternsRequestCondition;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * Maps a request to its handler: compares method and path first, and media types last. It is asked
 * before all other mappings, since nearly all requests are for the timers' endpoints.
 */
final class PathFirstHandlerMapping extends RequestMappingHandlerMapping {

  private final Set<String> literalPaths = new HashSet<>();

  @Override
  public int getOrder() {
    return Ordered.HIGHEST_PRECEDENCE;
  }

  @Override
  protected void handlerMethodsInitialized(Map<RequestMappingInfo, HandlerMethod> methods) {
    super.handlerMethodsInitialized(methods);
    methods.keySet().forEach(info -> literalPaths.addAll(info.getDirectPaths()));
  }

  @Override
  protected @Nullable RequestMappingInfo getMatchingMapping(
      RequestMappingInfo info, HttpServletRequest request) {
    boolean differs =
        info.getMethodsCondition().getMatchingCondition(request) == null || !hasPath(info, request);
    return differs ? null : super.getMatchingMapping(info, request);
  }

  /**
   * Whether a request has the path of a mapping. A path that is mapped literally, such as {@code
   * /timers/events}, is not that of a timer, although it looks like one.
   */
  private boolean hasPath(RequestMappingInfo info, HttpServletRequest request) {
    PathPatternsRequestCondition paths = info.getPathPatternsCondition();
    if (paths == null) {
      return true;
    }
    PathPatternsRequestCondition matching = paths.getMatchingCondition(request);
    return matching != null
        && (!matching.getFirstPattern().hasPatternSyntax() || !isLiteral(request));
  }

  private boolean isLiteral(HttpServletRequest request) {
    String path =
        ServletRequestPathUtils.getParsedRequestPath(request).pathWithinApplication().value();
    return literalPaths.contains(
        path.indexOf('%') < 0 ? path : StringUtils.uriDecode(path, StandardCharsets.UTF_8));
  }

  /** Names the methods that a path allows: those of the mappings that have it. */
  @Override
  protected @Nullable HandlerMethod handleNoMatch(
      Set<RequestMappingInfo> infos, String path, HttpServletRequest request)
      throws ServletException {
    Set<RequestMappingInfo> matching = new LinkedHashSet<>(infos);
    matching.removeIf(info -> !hasPath(info, request));
    return super.handleNoMatch(matching, path, request);
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
