package dev.chime.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documentation hangs together, and can be read in an editor. */
class DocumentsTest {

  private static final int LONGEST_LINE = 120;

  static Stream<Document> documents() {
    return Document.all().stream();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyLinkLeadsSomewhere(Document document) {
    for (String link : localLinks(document)) {
      Path target = target(document, link);
      assertThat(target).as("%s: %s", document, link).exists();
      String anchor = link.substring(link.indexOf('#') + 1);
      if (link.contains("#")) {
        assertThat(Document.of(target.toString()).anchors()).as("%s", document).contains(anchor);
      }
    }
  }

  private static List<String> localLinks(Document document) {
    return document.links().stream().filter(link -> !link.matches("https?:.*")).toList();
  }

  private static Path target(Document document, String link) {
    String path = link.replaceFirst("#.*", "");
    return path.isEmpty() ? document.path() : document.path().resolveSibling(path).normalize();
  }

  @Test
  void theReadmeLeadsToEveryDocument() {
    Set<Path> reached = new HashSet<>();
    Deque<Document> left = new ArrayDeque<>(List.of(Document.of("README.md")));
    while (!left.isEmpty()) {
      Document document = left.pop();
      for (String link : localLinks(document)) {
        Path target = target(document, link);
        if (target.toString().endsWith(".md") && reached.add(target)) {
          left.push(Document.of(target.toString()));
        }
      }
    }
    assertThat(reached)
        .containsAll(
            Document.all().stream()
                .map(Document::path)
                .filter(path -> !path.equals(Path.of("README.md")))
                .toList());
  }

  @ParameterizedTest
  @MethodSource("documents")
  void noLineIsTooLongForAnEditor(Document document) {
    assertThat(document.text().lines())
        .filteredOn(line -> !line.startsWith("|") && !line.contains("](") && !line.contains("://"))
        .allMatch(line -> line.codePointCount(0, line.length()) <= LONGEST_LINE);
  }
}
