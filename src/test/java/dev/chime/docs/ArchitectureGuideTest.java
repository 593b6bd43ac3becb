package dev.chime.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The house in the guide to its architecture is the one that stands. */
class ArchitectureGuideTest {

  private static final Path ROOT = Path.of("src/main/java/dev/chime");

  private static final Document GUIDE = Document.of("src/docs/architecture.md");

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  private static List<String> packages() throws IOException {
    return sources().stream()
        .filter(file -> file.endsWith("package-info.java"))
        .map(file -> ROOT.relativize(file.getParent()).toString().replace('/', '.'))
        .filter(name -> !name.isEmpty())
        .toList();
  }

  /** Of a floor, the number comes first; of a room, its name. */
  @Test
  void theTablesHaveEveryFloorAndRoom() throws IOException {
    assertThat(
            GUIDE.rows().stream()
                .map(row -> row.getFirst().matches("\\d") ? row.get(1) : row.getFirst())
                .filter(name -> name.matches("[a-z]+(\\.[a-z]+)*"))
                .distinct())
        .containsExactlyInAnyOrderElementsOf(packages());
  }

  @Test
  void everyClassThatIsNamedExists() throws IOException {
    List<String> files = sources().stream().map(file -> file.getFileName().toString()).toList();
    assertThat(GUIDE.codeWords())
        .filteredOn(word -> word.matches("[A-Z][a-z]+([A-Z][a-z]+)+"))
        .isNotEmpty()
        .map(word -> word + ".java")
        .isSubsetOf(files);
  }
}
