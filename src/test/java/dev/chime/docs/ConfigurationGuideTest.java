package dev.chime.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documentation says of properties is what can be configured. */
class ConfigurationGuideTest {

  private static final Properties PROPERTIES = Properties.read();

  private static Map<String, String> documented() {
    Map<String, String> defaults = new TreeMap<>();
    for (var row : Document.of("src/docs/configuration.md").rows()) {
      assertThat(defaults.put(row.get(0), row.get(1))).as("twice: %s", row).isNull();
    }
    return defaults;
  }

  @Test
  void theTablesHaveAllOfOursWithTheirDefaults() {
    Map<String, String> ours = documented();
    ours.keySet().removeIf(name -> !PROPERTIES.own().containsKey(name));
    Map<String, String> expected = new TreeMap<>(PROPERTIES.own());
    expected
        .keySet()
        .removeIf(name -> name.startsWith("management.")); // as Boot has for each endpoint
    assertThat(ours).isEqualTo(expected);
  }

  @Test
  void allOthersInTheTablesAreSpringBoots() {
    assertThat(PROPERTIES.all()).containsAllEntriesOf(documented());
  }

  static Stream<Document> documents() {
    return Document.all().stream();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyPropertyThatIsNamedExists(Document document) {
    assertThat(document.codeWords())
        .filteredOn(
            word -> word.matches("(chime|spring|server|management)\\.[a-z.-]+(=.*|\\.[*<].*)?"))
        .filteredOn(word -> !word.matches("chime\\.(db|jar|mjs|py).*")) // files
        .map(word -> word.replaceFirst("=.*", ""))
        .allMatch(
            word ->
                word.matches(".*\\.[*<].*")
                    ? PROPERTIES.hasGroup(word.replaceFirst("\\.[*<].*", ""))
                        || PROPERTIES.has(word.replaceFirst("\\.[*<].*", ""))
                    : PROPERTIES.has(word) || PROPERTIES.hasGroup(word));
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyEnvironmentVariableThatIsNamedSetsAProperty(Document document) {
    assertThat(document.codeWords())
        .filteredOn(word -> word.matches("CHIME_.*"))
        .map(word -> word.replaceFirst("=.*", ""))
        .allMatch(PROPERTIES::hasVariable);
  }
}
