package dev.chime.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Calls of a server in a document, made one after the other, and what the document says of them.
 */
final class Calls {

  private Calls() {}

  /**
   * Makes the calls.
   *
   * @param before what to do in the same shell before
   * @param folder an empty one to do it in
   * @return a test for each block
   */
  static Stream<DynamicTest> make(Document document, int port, String before, Path folder)
      throws IOException, InterruptedException {
    List<Example> calls = document.examples("sh").stream().filter(Example::isCall).toList();
    assertThat(calls).isNotEmpty();
    Stream<String> blocks = calls.stream().map(call -> call.atPort(port));
    List<Shell.Outcome> outcomes =
        Shell.run(folder, Stream.concat(Stream.of(before), blocks).toList());
    return IntStream.range(0, calls.size())
        .mapToObj(
            i -> dynamicTest(calls.get(i).place(), () -> check(calls.get(i), outcomes.get(i + 1))));
  }

  private static void check(Example call, Shell.Outcome outcome) {
    String said = call.code() + outcome.output() + outcome.errors();
    assertThat(outcome.statuses()).as(said).isNotEmpty().isEqualTo(call.statuses());
    if (call.shown() != null) {
      assertThat(Answers.actual(call.shown(), outcome.output()))
          .as(said)
          .isEqualTo(Answers.expected(call.shown()));
    }
  }
}
