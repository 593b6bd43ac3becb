package dev.chime.docs;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A block of code in a document, and what the document says comes of it.
 *
 * <p>For commands that is: a comment at the end of each {@code curl} with the status of the answer;
 * and the block right after, if there is one, with all that they print. An answer with its headers,
 * in a block of {@code http}, has the status itself.
 *
 * @param place the file and line
 * @param code the code
 * @param shown what it prints; null if the document does not show it
 */
record Example(String place, String code, @Nullable Shown shown) {

  /** The languages of blocks that show what the block before prints. */
  static final Set<String> SHOWN = Set.of("http", "json", "text");

  private static final String SERVER = "localhost:8080";

  private static final Pattern STATUS =
      Pattern.compile("#\\s+([1-5]\\d\\d)\\b.*$", Pattern.MULTILINE);
  private static final Pattern STATUS_LINE = Pattern.compile("^HTTP/1\\.1 (\\d{3}) ");

  /**
   * What a document shows.
   *
   * @param language the language of its block
   * @param text the block
   */
  record Shown(String language, String text) {}

  /** Whether it is about a running server. */
  boolean isCall() {
    return code.contains(SERVER);
  }

  /** The same, about a server of this machine at another port. */
  String atPort(int port) {
    return code.replace(SERVER, "localhost:" + port);
  }

  /** The statuses that the document says its calls are answered with, in order. */
  List<Integer> statuses() {
    Stream<String> said = STATUS.matcher(code).results().map(match -> match.group(1));
    Stream<String> ofAnswer =
        shown == null
            ? Stream.empty()
            : STATUS_LINE.matcher(shown.text()).results().map(match -> match.group(1));
    return Stream.concat(said, ofAnswer).map(Integer::valueOf).toList();
  }

  @Override
  public String toString() {
    return place;
  }
}
