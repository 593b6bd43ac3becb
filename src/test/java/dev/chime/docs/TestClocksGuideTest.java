package dev.chime.docs;

import dev.chime.ChimeApplication;
import dev.chime.harness.ApiClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The calls in the guide about test clocks do what it says. */
@Timeout(60)
class TestClocksGuideTest {

  @TempDir private static Path folder;

  private static ConfigurableApplicationContext server;

  @BeforeAll
  static void start() {
    server =
        SpringApplication.run(
            ChimeApplication.class,
            "--server.port=0",
            "--chime.data=" + folder.resolve("data"),
            "--chime.test-namespaces=default");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @TestFactory
  Stream<DynamicTest> calls() throws IOException, InterruptedException {
    return Calls.make(
        Document.of("src/docs/test-clocks.md"),
        ApiClient.portOf(server),
        ":",
        Files.createDirectory(folder.resolve("calls")));
  }
}
