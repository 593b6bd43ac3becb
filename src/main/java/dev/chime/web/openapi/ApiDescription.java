package dev.chime.web.openapi;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import io.swagger.v3.oas.models.tags.Tag;
import java.util.List;
import java.util.Map;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springframework.stereotype.Component;

/**
 * Completes the OpenAPI document. Paths, methods and parameters are there already, found in the
 * controllers; all that is said of them is said here.
 */
@Component
class ApiDescription implements GlobalOpenApiCustomizer {

  private static final String KEY = "apiKey";

  @Override
  public void customise(OpenAPI api) {
    api.setInfo(
        new Info()
            .title("Chime")
            .version("1")
            .description(
                "Durable timers over HTTP: post a timer, wait for it with one plain request, and"
                    + " the answer arrives the moment it elapses. Errors are problem details (RFC"
                    + " 9457)."));
    api.setServers(List.of(new Server().url("/").description("This server")));
    api.setTags(List.of(new Tag().name("timers").description("Timers, one and many")));
    api.setComponents(components());
    // An empty requirement says that the other one is optional: where no keys are configured,
    // everything is allowed.
    api.setSecurity(List.of(new SecurityRequirement().addList(KEY), new SecurityRequirement()));
    describe(api.getPaths());
  }

  private static Components components() {
    Components components = new Components();
    RequestSchemas.addTo(components);
    TimerSchemas.addTo(components);
    ProblemSchemas.addTo(components);
    for (Refusal refusal : Refusal.values()) {
      components.addResponses(refusal.label(), refusal.response());
    }
    ResponseHeaders.addTo(components);
    return components.addSecuritySchemes(
        KEY,
        new SecurityScheme()
            .type(SecurityScheme.Type.HTTP)
            .scheme("bearer")
            .description("An API key; needed where the server has keys configured."));
  }

  /** Describes what is known, and puts it first and in order. */
  private static void describe(Paths paths) {
    Map<String, PathItem> found = Map.copyOf(paths);
    paths.clear();
    for (Map.Entry<String, OperationText> each : Operations.all()) {
      String[] methodAndPath = each.getKey().split(" ", 2);
      PathItem path = found.get(methodAndPath[1]);
      Operation operation =
          path == null ? null : path.readOperationsMap().get(HttpMethod.valueOf(methodAndPath[0]));
      if (operation != null) {
        each.getValue().describe(operation);
        paths.putIfAbsent(methodAndPath[1], path);
      }
    }
    found.forEach(paths::putIfAbsent);
  }
}
