package dev.chime.web.access;

import dev.chime.timer.Namespace;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Resolves arguments of type {@link Namespace} in controllers: the namespace of the request's key.
 */
@Component
class NamespaceArgument implements HandlerMethodArgumentResolver, WebMvcConfigurer {

  /** The request attribute with the namespace. It is missing if no key is needed. */
  static final String ATTRIBUTE = NamespaceArgument.class.getName();

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(this);
  }

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType() == Namespace.class;
  }

  @Override
  public Namespace resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest request,
      @Nullable WebDataBinderFactory binders) {
    Object namespace = request.getAttribute(ATTRIBUTE, RequestAttributes.SCOPE_REQUEST);
    return namespace instanceof Namespace found ? found : Namespace.DEFAULT;
  }
}
