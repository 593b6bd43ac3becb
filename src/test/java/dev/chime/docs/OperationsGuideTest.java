package dev.chime.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The guide to operations has the metrics that there are, and quotes the log as it is. */
@Timeout(60)
class OperationsGuideTest extends GuardedServer {

  private static final Document OPERATIONS = Document.of("src/docs/operations.md");

  private List<String> scrape() throws IOException, InterruptedException {
    URI metrics = URI.create("http://localhost:" + port + "/actuator/prometheus");
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString())
          .body()
          .lines()
          .toList();
    }
  }

  @Test
  void theTableHasEveryMetricWithItsType() throws IOException, InterruptedException {
    List<String> measured =
        scrape().stream()
            .filter(line -> line.startsWith("# TYPE chime_"))
            .map(line -> line.substring("# TYPE ".length()))
            .toList();
    assertThat(
            OPERATIONS.rows().stream()
                .filter(row -> row.size() == 3 && row.get(0).matches("chime_[a-z_]+"))
                .filter(row -> row.get(1).matches("gauge|counter|histogram"))
                .map(row -> row.get(0) + " " + row.get(1)))
        .containsExactlyInAnyOrderElementsOf(measured);
  }

  @Test
  void everyMetricThatIsNamedAnywhereExists() throws IOException, InterruptedException {
    String measured = String.join("\n", scrape());
    assertThat(Document.all())
        .flatExtracting(Document::codeWords)
        .filteredOn(word -> word.matches("chime_[a-z_]+(\\{.*})?"))
        .filteredOn(word -> !word.matches("chime_(create|schedule)")) // the database's functions
        .isNotEmpty()
        .allMatch(word -> measured.contains("# TYPE " + word.replaceFirst("\\{.*", "") + " "))
        .filteredOn(word -> word.contains("{"))
        .allMatch(measured::contains);
  }

  @Test
  void everyLineOfTheLogThatTheRunbookQuotesIsWrittenSomewhere() throws IOException {
    String sources;
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      sources =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .map(OperationsGuideTest::withWholeTexts)
              .collect(Collectors.joining());
    }
    assertThat(OPERATIONS.codeWordsOfItems("Log:"))
        .hasSizeGreaterThan(10)
        .allMatch(sources::contains);
  }

  /** A source with its texts in one piece, where they are set in several. */
  private static String withWholeTexts(Path file) {
    try {
      return Files.readString(file).replaceAll("\"\\s*\\+\\s*\"", "");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
