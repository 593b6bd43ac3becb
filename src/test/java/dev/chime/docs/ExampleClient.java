package dev.chime.docs;

import com.example.chime.jdk.Chime;
import com.example.chime.jdk.EventStream;
import com.example.chime.spring.ChimeApi.NewTimer;
import com.example.chime.spring.ChimeClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client in the examples, which can be told to do one thing, and says what came of it. */
enum ExampleClient {
  JDK("", ""),
  SPRING("", ""),
  JAVASCRIPT("node", "src/test/resources/dev/chime/docs/client.mjs"),
  PYTHON("python3", "src/test/resources/dev/chime/docs/client.py");

  /** How long the work takes that takes longer than its lease. */
  static final Duration SLOW = Duration.ofMillis(6500);

  private static final Duration LEASE = Duration.ofSeconds(3);
  private static final Duration RETRY_DELAY = Duration.ofMillis(100);
  private static final JsonMapper JSON = new JsonMapper();

  private final String language;
  private final String program;

  /**
   * A client.
   *
   * @param language the command that runs it; empty if it runs in this process
   * @param program the program that it is
   */
  ExampleClient(String language, String program) {
    this.language = language;
    this.program = program;
  }

  /** Whether what it runs on is on this machine. */
  boolean isAtHand() {
    return language.isEmpty()
        || Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, language)));
  }

  /** What it is doing. */
  interface Running extends AutoCloseable {

    /** What it has said so far. */
    List<String> lines();

    /** Waits until it has ended. */
    void join();

    @Override
    void close();
  }

  /** Has it do something, and returns what it says when that is done. */
  List<String> run(String url, String key, String... what) {
    try (Running running = start(url, key, what)) {
      running.join();
      return running.lines();
    }
  }

  /** Has it begin to do something. */
  Running start(String url, String key, String... what) {
    return language.isEmpty() ? new InThread(this, url, key, what) : process(url, key, what);
  }

  private Running process(String url, String key, String... what) {
    List<String> all = new ArrayList<>(List.of(language, program, url, key));
    all.addAll(List.of(what));
    try {
      return new InProcess(new ProcessBuilder(all).redirectErrorStream(true).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void act(String url, String key, String[] what, Consumer<String> say) throws Exception {
    if (this == JDK) {
      withJdk(url, key, what, say);
    } else {
      withSpring(url, key, what, say);
    }
  }

  private static void withJdk(String url, String key, String[] what, Consumer<String> say)
      throws Exception {
    try (Chime chime = new Chime(url, key)) {
      switch (what[0]) {
        case "create" ->
            say.accept(chime.create(JSON.readTree(what[1]), what[2]).required("id").asString());
        case "wait" -> say.accept(chime.await(what[1]).required("state").asString());
        case "events" -> {
          try (EventStream events = chime.events(what[1], "")) {
            while (true) {
              EventStream.Event event = events.next();
              say.accept(event.name() + " " + event.data().required("payload").asString());
            }
          }
        }
        default ->
            chime
                .worker(what[1])
                .lease(LEASE)
                .retryDelay(RETRY_DELAY)
                .run(
                    (timer, delivery) ->
                        handle(
                            timer.required("payload").asString(),
                            delivery.required("attempt").asInt(),
                            say));
      }
    }
  }

  private static void withSpring(String url, String key, String[] what, Consumer<String> say)
      throws Exception {
    ChimeClient chime = new ChimeClient(url, key);
    switch (what[0]) {
      case "create" -> {
        JsonNode timer = JSON.readTree(what[1]);
        Map<String, String> labels = Map.of("client", timer.at("/labels/client").asString());
        say.accept(
            chime
                .api()
                .create(
                    NewTimer.in(timer.required("delay").asString(), null).labelled(labels), what[2])
                .id());
      }
      case "wait" -> say.accept(chime.await(what[1]).state().name());
      case "events" ->
          chime.follow(
              what[1],
              "",
              event -> {
                String payload = JSON.readTree(event.data()).required("payload").asString();
                say.accept(event.name() + " " + payload);
                return !event.name().equals("elapsed") || !payload.equals("last");
              });
      default ->
          chime
              .worker(what[1])
              .lease(LEASE)
              .retryDelay(RETRY_DELAY)
              .run(
                  delivery ->
                      handle(String.valueOf(delivery.timer().payload()), delivery.attempt(), say));
    }
  }

  private static void handle(String payload, int attempt, Consumer<String> say)
      throws InterruptedException {
    say.accept(payload + " " + attempt);
    if (payload.equals("slow")) {
      Thread.sleep(SLOW);
    }
    if (payload.equals("bad") && attempt == 1) {
      throw new IllegalStateException("it went wrong");
    }
  }

  /** A client in a thread of this process. */
  private static final class InThread implements Running {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final Thread thread;

    InThread(ExampleClient client, String url, String key, String[] what) {
      thread =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      client.act(url, key, what, lines::add);
                      end.complete(null);
                    } catch (Exception e) {
                      end.completeExceptionally(e);
                    }
                  });
    }

    @Override
    public List<String> lines() {
      return lines;
    }

    @Override
    public void join() {
      end.join();
    }

    @Override
    public void close() {
      thread.interrupt();
    }
  }

  /** A client in a process of its own. */
  private static final class InProcess implements Running {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Process process;
    private final Thread reader;

    InProcess(Process process) {
      this.process = process;
      reader =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
                      out.lines().forEach(lines::add);
                    } catch (IOException | UncheckedIOException e) {
                      // it was ended
                    }
                  });
    }

    @Override
    public List<String> lines() {
      return lines;
    }

    @Override
    public void join() {
      try {
        int status = process.waitFor();
        reader.join();
        if (status != 0) {
          throw new AssertionError("it failed: " + lines);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
