package dev.chime.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.web.problem.ProblemType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The reference of the API has what the contract has. */
class ApiGuideTest {

  private static final List<List<String>> ROWS = Document.of("src/docs/api.md").rows();

  @Test
  void theTableOfCallsHasEveryOperationOfTheContract() throws IOException {
    JsonNode contract =
        new JsonMapper().readTree(Files.readString(Path.of("src/main/resources/openapi.json")));
    List<String> operations = new ArrayList<>();
    contract
        .path("paths")
        .forEachEntry(
            (path, methods) ->
                methods.propertyNames().stream()
                    .filter(name -> name.matches("get|put|post|patch|delete"))
                    .forEach(name -> operations.add(name.toUpperCase(Locale.ROOT) + " " + path)));
    assertThat(ROWS.stream().map(List::getFirst).filter(cell -> cell.matches("[A-Z]+ /.*")))
        .containsExactlyInAnyOrderElementsOf(operations);
  }

  @Test
  void theTableOfErrorsHasEveryKindOfProblem() {
    assertThat(
            ROWS.stream()
                .filter(row -> row.getFirst().matches("[45]\\d\\d"))
                .map(row -> "https://chime.dev/problems/" + row.get(1))
                .distinct())
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(ProblemType.values()).map(type -> type.uri().toString()).toList());
  }
}
