package dev.chime.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A run of bash, as a reader would have it who pastes one block of a document after the other. It
 * needs bash and curl on the path.
 */
final class Shell {

  /**
   * What came of a block.
   *
   * @param output what it printed
   * @param errors what it complained of
   * @param statuses with what its calls were answered, in order
   */
  record Outcome(String output, String errors, List<Integer> statuses) {}

  private static final int MOST_SECONDS = 60;

  /** In place of curl: the same, but notes the status of the answer. */
  private static final String NOTING_CURL =
      """
      curl() {
        local headers code
        headers=$(mktemp headers.XXXXXX)
        command curl --dump-header "$headers" "$@"
        code=$?
        sed -n 's/^HTTP[^ ]* \\([0-9]*\\).*/\\1/p' "$headers" | tail -n 1 >>"$statuses"
        return $code
      }
      """;

  private Shell() {}

  /**
   * Runs blocks of commands in one shell.
   *
   * @param folder an empty one to do it in
   */
  static List<Outcome> run(Path folder, List<String> blocks)
      throws IOException, InterruptedException {
    StringBuilder script = new StringBuilder(NOTING_CURL);
    for (int i = 0; i < blocks.size(); i++) {
      script.append("statuses=%d.statuses; : >$statuses\n".formatted(i));
      script.append("{\n%s\n} >%d.output 2>%d.errors\n".formatted(blocks.get(i), i, i));
    }
    run(folder, script.toString());
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < blocks.size(); i++) {
      outcomes.add(
          new Outcome(
              Files.readString(folder.resolve(i + ".output")),
              Files.readString(folder.resolve(i + ".errors")),
              Files.readAllLines(folder.resolve(i + ".statuses")).stream()
                  .map(Integer::valueOf)
                  .toList()));
    }
    return outcomes;
  }

  private static void run(Path folder, String script) throws IOException, InterruptedException {
    for (String tool : List.of("bash", "curl")) {
      requireOnPath(tool);
    }
    Path log = folder.resolve("log");
    Process bash =
        new ProcessBuilder(
                "bash",
                Files.writeString(folder.resolve("script"), script).toAbsolutePath().toString())
            .directory(folder.toFile())
            .redirectInput(
                ProcessBuilder.Redirect.from(Files.createFile(folder.resolve("none")).toFile()))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      boolean hasEnded = bash.waitFor(MOST_SECONDS, TimeUnit.SECONDS);
      assertThat(hasEnded).as("the commands end").isTrue();
      assertThat(Files.readString(log)).as("what bash itself complains of").isEmpty();
    } finally {
      bash.descendants().forEach(ProcessHandle::destroyForcibly);
      bash.destroyForcibly();
    }
  }

  private static void requireOnPath(String tool) {
    assertThat(Pattern.compile(File.pathSeparator).splitAsStream(System.getenv("PATH")))
        .as("folders with %s, which the commands in the documentation are tested with", tool)
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
  }
}
