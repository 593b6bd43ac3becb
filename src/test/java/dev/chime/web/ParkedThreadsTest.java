package dev.chime.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.harness.ApiTest;
import dev.chime.timer.service.TimerService;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A parked request holds no thread, neither a platform thread nor a virtual one. */
@ApiTest
class ParkedThreadsTest {

  private static final int PARKED = 500;
  private static final int FEW = 40;

  @LocalServerPort private int port;
  @Autowired private TimerService timers;

  @Test
  void parkedRequestsHoldNoThread(@TempDir Path dir) throws IOException {
    ApiClient client = new ApiClient(port);
    String id = client.create("{\"delay\":\"1h\"}");
    int threadsBefore = platformThreads();
    List<CompletableFuture<Response>> parked =
        Stream.generate(() -> client.getAsync("/timers/" + id + "?wait=60s"))
            .limit(PARKED)
            .toList();
    await().until(() -> timers.waiting() == PARKED);

    assertThat(platformThreads()).isLessThan(threadsBefore + FEW);
    String dump = dump(dir.resolve("threads.txt"));
    assertThat(dump).contains(ParkedThreadsTest.class.getName()); // it is a dump of this process
    assertThat(dump).doesNotContain(TimerController.class.getName());

    String other = client.create("{\"delay\":\"50ms\"}");
    assertThat(client.get("/timers/" + other).text("state")).isEqualTo("ELAPSED");
    client.delete(id);
    assertThat(parked)
        .allSatisfy(answer -> assertThat(answer.join().text("state")).isEqualTo("CANCELLED"));
  }

  private static int platformThreads() {
    return ManagementFactory.getThreadMXBean().getThreadCount();
  }

  /** The stacks of all threads, virtual ones too. */
  private static String dump(Path file) throws IOException {
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpThreads(file.toString(), ThreadDumpFormat.TEXT_PLAIN);
    return Files.readString(file);
  }
}
