package dev.chime.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.chime.harness.ApiTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The programs in the guide to clients print what it says, where their languages are at hand. */
@ApiTest
class ClientsGuideTest {

  private static final Document GUIDE = Document.of("src/docs/clients.md");
  private static final Path EXAMPLES = Path.of("src/docs/examples");
  private static final int MOST_SECONDS = 50;

  @LocalServerPort private int port;

  @TestFactory
  Stream<DynamicTest> java(@TempDir Path folder) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return programs(
        "java", folder, "", "Main.java", java, "-cp", System.getProperty("java.class.path"));
  }

  @TestFactory
  Stream<DynamicTest> javascript(@TempDir Path folder) {
    assumeTrue(ExampleClient.JAVASCRIPT.isAtHand(), "Node is not at hand");
    return programs("js", folder, "javascript/chime.mjs", "main.mjs", "node");
  }

  @TestFactory
  Stream<DynamicTest> python(@TempDir Path folder) {
    assumeTrue(ExampleClient.PYTHON.isAtHand(), "Python is not at hand");
    return programs("python", folder, "python/chime.py", "main.py", "python3");
  }

  private Stream<DynamicTest> programs(
      String language, Path folder, String client, String file, String... command) {
    List<Example> programs = GUIDE.examples(language);
    assertThat(programs).isNotEmpty().allMatch(program -> program.shown() != null);
    return programs.stream()
        .map(
            program ->
                dynamicTest(
                    program.place(),
                    () -> {
                      Path main = Files.createTempDirectory(folder, "program").resolve(file);
                      if (!client.isEmpty()) {
                        Path source = EXAMPLES.resolve(client);
                        Files.copy(source, main.resolveSibling(source.getFileName()));
                      }
                      Files.writeString(main, program.atPort(port));
                      assertThat(run(main, command)).isEqualTo(program.shown().text());
                    }));
  }

  private static String run(Path program, String... command)
      throws IOException, InterruptedException {
    Path output = program.resolveSibling("output");
    Process process =
        new ProcessBuilder(
                Stream.concat(Stream.of(command), Stream.of(program.toString())).toList())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(MOST_SECONDS, TimeUnit.SECONDS))
          .as(Files.readString(output))
          .isTrue();
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(output);
  }
}
