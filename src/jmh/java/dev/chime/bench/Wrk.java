package dev.chime.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The load generator wrk, which must be installed (Debian's package of that name). */
final class Wrk {

  private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
  private static final Pattern WRONG = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");

  private Wrk() {}

  /**
   * Sends as many requests as are answered, each as the script says. How many a second.
   *
   * @throws IllegalStateException if some were answered with an error
   */
  static double load(String url, Path script, int seconds, int connections)
      throws IOException, InterruptedException {
    Process wrk =
        new ProcessBuilder(
                "wrk",
                "-t1",
                "-c" + connections,
                "-d" + seconds + "s",
                "-s",
                script.toString(),
                url)
            .redirectErrorStream(true)
            .start();
    String output = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    wrk.waitFor();
    Matcher rate = RATE.matcher(output);
    if (!rate.find() || WRONG.matcher(output).find()) {
      throw new IllegalStateException(output);
    }
    return Double.parseDouble(rate.group(1));
  }
}
