package dev.chime.web.mvc;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

/** Puts our argument resolvers and our return value handler before Spring's. */
@Component
class FastPathConfiguration {

  FastPathConfiguration(
      RequestMappingHandlerAdapter adapter,
      TextArgumentResolver texts,
      JsonBodyArgumentResolver bodies,
      AnswerWriter answers) {
    adapter.setArgumentResolvers(prepend(List.of(texts, bodies), adapter.getArgumentResolvers()));
    adapter.setReturnValueHandlers(prepend(List.of(answers), adapter.getReturnValueHandlers()));
  }

  private static <T> List<T> prepend(List<T> ours, @Nullable List<T> others) {
    List<T> all = new ArrayList<>(ours);
    all.addAll(Objects.requireNonNull(others));
    return all;
  }
}
