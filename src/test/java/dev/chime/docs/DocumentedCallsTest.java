package dev.chime.docs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * Calls in the documentation are answered as it says, by a server that has no other timers, so that
 * lists can be compared.
 */
@Timeout(90)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "chime.node=docs")
class DocumentedCallsTest {

  @LocalServerPort private int port;

  @TestFactory
  Stream<DynamicTest> readme(@TempDir Path folder) throws IOException, InterruptedException {
    return Calls.make(Document.of("README.md"), port, ":", folder);
  }

  @TestFactory
  Stream<DynamicTest> api(@TempDir Path folder) throws IOException, InterruptedException {
    return Calls.make(Document.of("src/docs/api.md"), port, ":", folder);
  }

  @TestFactory
  Stream<DynamicTest> takeWork(@TempDir Path folder) throws IOException, InterruptedException {
    return Calls.make(Document.of("src/docs/take-work.md"), port, ":", folder);
  }

  @TestFactory
  Stream<DynamicTest> schedules(@TempDir Path folder) throws IOException, InterruptedException {
    return Calls.make(Document.of("src/docs/schedules.md"), port, ":", folder);
  }

  @TestFactory
  Stream<DynamicTest> beCalled(@TempDir Path folder) throws IOException, InterruptedException {
    return Calls.make(Document.of("src/docs/be-called.md"), port, ":", folder);
  }
}
