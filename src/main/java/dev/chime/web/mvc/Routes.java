package dev.chime.web.mvc;

import dev.chime.web.mvc.Route.Variable;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.method.annotation.AbstractNamedValueMethodArgumentResolver;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * The handlers that answer with an {@link Answer} and whose arguments need no data binder, found by
 * path and method alone. Their paths are plain, or have a variable as the last segment or the one
 * before. Thread-safe.
 */
final class Routes {

  private static final Pattern WITH_VARIABLE =
      Pattern.compile("(/[^{}*?]*/)\\{(\\w+)}(/[^{}*?/]+)?");
  private static final Pattern PLAIN = Pattern.compile("/[^{}*?]*");

  /** Also has the plain paths that have no such handler: none of their requests has a variable. */
  private final Map<String, Map<String, Route>> byPath = new HashMap<>();

  /** By the path up to the variable, and after it a brace and the last segment if there is one. */
  private final Map<String, Map<String, Route>> byParent = new HashMap<>();

  private final List<HandlerMethodArgumentResolver> resolvers;

  Routes(RequestMappingHandlerMapping mapping, RequestMappingHandlerAdapter adapter) {
    resolvers = Objects.requireNonNull(adapter.getArgumentResolvers());
    mapping.getHandlerMethods().forEach(this::add);
  }

  private void add(RequestMappingInfo info, HandlerMethod handler) {
    for (String pattern : info.getPatternValues()) {
      Matcher parts = WITH_VARIABLE.matcher(pattern);
      if (parts.matches()) {
        String last = parts.group(3) == null ? "" : parts.group(3);
        Variable variable = new Variable(parts.group(2), last);
        add(byParent, key(parts.group(1), last), info, handler, pattern, variable);
      } else if (PLAIN.matcher(pattern).matches()) {
        add(byPath, pattern, info, handler, pattern, null);
      }
    }
  }

  private static String key(String parent, String last) {
    return last.isEmpty() ? parent : parent + "{" + last;
  }

  private void add(
      Map<String, Map<String, Route>> routes,
      String path,
      RequestMappingInfo info,
      HandlerMethod handler,
      String pattern,
      @Nullable Variable variable) {
    Map<String, Route> here = routes.computeIfAbsent(path, key -> new HashMap<>());
    List<HandlerMethodArgumentResolver> resolvers =
        Stream.of(handler.getMethodParameters()).map(this::resolver).toList();
    boolean isDirect =
        handler.getReturnType().getParameterType() == Answer.class
            && resolvers.stream()
                .noneMatch(AbstractNamedValueMethodArgumentResolver.class::isInstance);
    if (isDirect) {
      Route route =
          new Route(
              handler.createWithResolvedBean(),
              resolvers,
              pattern,
              variable,
              !info.getConsumesCondition().isEmpty());
      info.getMethodsCondition().getMethods().forEach(each -> here.put(each.name(), route));
    }
  }

  private HandlerMethodArgumentResolver resolver(MethodParameter parameter) {
    return resolvers.stream()
        .filter(each -> each.supportsParameter(parameter))
        .findFirst()
        .orElseThrow();
  }

  /** Finds the route of a request; null if there is none, or if it takes more to find it. */
  @Nullable Route find(HttpServletRequest request) {
    String path = request.getRequestURI();
    Map<String, Route> here = byPath.get(path);
    if (here == null) {
      here = findWithVariable(path);
    }
    Route route = here == null ? null : here.get(request.getMethod());
    boolean isFound =
        route != null
            && path.equals(request.getServletPath()) // no escapes, parameters, or context path
            && route.isPlain(request);
    return isFound ? route : null;
  }

  private @Nullable Map<String, Route> findWithVariable(String path) {
    int last = path.lastIndexOf('/');
    if (last < 1 || last == path.length() - 1) {
      return null;
    }
    Map<String, Route> here = byParent.get(path.substring(0, last + 1));
    if (here != null) {
      return here;
    }
    int variable = path.lastIndexOf('/', last - 1);
    return variable < 0 || variable == last - 1
        ? null
        : byParent.get(key(path.substring(0, variable + 1), path.substring(last)));
  }
}
