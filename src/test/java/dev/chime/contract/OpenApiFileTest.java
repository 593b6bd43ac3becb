package dev.chime.contract;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.contract.OpenApiDocument.Operation;
import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** The OpenAPI document is served as it is, and describes the controllers that there are. */
@ApiTest
class OpenApiFileTest {

  private static final Path FILE = Path.of("src/main/resources/openapi.json");

  @LocalServerPort private int port;

  @Autowired private RequestMappingHandlerMapping requestMappingHandlerMapping;

  @Test
  void theFileIsServedAsItIs() throws IOException {
    ApiClient.Response served = new ApiClient(port).get("/v3/api-docs");
    assertThat(served.header("Content-Type")).startsWith("application/json");
    assertThat(served.body()).isEqualTo(Files.readString(FILE));
    assertThat(served.json().path("openapi").asString()).startsWith("3.1.");
  }

  @Test
  void everyHandlerIsDescribedAndEveryDescriptionHasItsHandler() {
    assertThat(described().keySet()).isEqualTo(new TreeSet<>(handlers().keySet()));
  }

  /** What a controller asks for by name is in the document, and the other way round. */
  @Test
  void parametersAreTheControllers() {
    Map<String, HandlerMethod> handlers = handlers();
    described()
        .forEach(
            (call, operation) ->
                assertThat(parameters(operation))
                    .as(call)
                    .isEqualTo(parameters(handlers.get(call))));
  }

  @Test
  void everythingHasAText() {
    for (Operation operation : OpenApiDocument.SOURCE.operations()) {
      assertThat(operation.definition().path("summary").asString("")).isNotBlank();
      for (JsonNode parameter : operation.definition().path("parameters")) {
        assertThat(OpenApiDocument.SOURCE.resolve(parameter).path("description").asString(""))
            .as("%s of %s", parameter, operation.id())
            .isNotBlank();
      }
    }
  }

  private static Map<String, Operation> described() {
    return OpenApiDocument.SOURCE.operations().stream()
        .collect(
            toMap(
                each -> each.method() + " " + each.path(),
                each -> each,
                (a, b) -> a,
                TreeMap::new));
  }

  private Map<String, HandlerMethod> handlers() {
    return requestMappingHandlerMapping.getHandlerMethods().entrySet().stream()
        .flatMap(each -> calls(each.getKey()).map(call -> Map.entry(call, each.getValue())))
        .filter(
            each -> Contract.ROOTS.stream().anyMatch(root -> each.getKey().contains(" " + root)))
        .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Stream<String> calls(RequestMappingInfo info) {
    return info.getMethodsCondition().getMethods().stream()
        .flatMap(method -> info.getPatternValues().stream().map(path -> method + " " + path));
  }

  private static Set<String> parameters(Operation operation) {
    Set<String> all = new TreeSet<>();
    for (JsonNode each : operation.definition().path("parameters")) {
      JsonNode parameter = OpenApiDocument.SOURCE.resolve(each);
      all.add(parameter.path("in").asString() + " " + parameter.path("name").asString());
    }
    return all;
  }

  private static Set<String> parameters(HandlerMethod handler) {
    return Arrays.stream(handler.getMethodParameters())
        .map(OpenApiFileTest::parameter)
        .filter(each -> each != null && !each.equals("header Content-Type")) // by its own means
        .collect(toCollection(TreeSet::new));
  }

  private static @Nullable String parameter(MethodParameter parameter) {
    PathVariable path = parameter.getParameterAnnotation(PathVariable.class);
    RequestParam query = parameter.getParameterAnnotation(RequestParam.class);
    RequestHeader header = parameter.getParameterAnnotation(RequestHeader.class);
    if (path != null) {
      return "path " + path.name();
    }
    if (query != null) {
      return "query " + query.name();
    }
    return header == null ? null : "header " + header.name();
  }
}
