package dev.chime.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

/** Asks our own ways to read requests and to send answers before Spring's. */
@Component
class OwnHandling {

  OwnHandling(
      RequestMappingHandlerAdapter adapter,
      TextArguments texts,
      BodyArgument bodies,
      AnswerWriter answers) {
    adapter.setArgumentResolvers(first(List.of(texts, bodies), adapter.getArgumentResolvers()));
    adapter.setReturnValueHandlers(first(List.of(answers), adapter.getReturnValueHandlers()));
  }

  private static <T> List<T> first(List<T> ours, @Nullable List<T> others) {
    List<T> all = new ArrayList<>(ours);
    all.addAll(Objects.requireNonNull(others));
    return all;
  }
}
