package dev.chime.cli;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Asks a service how it is. Loads little, so that it is quick. */
@Command(
    name = Health.NAME,
    header = "Asks the service on this machine whether it works.",
    description =
        "Ends with 0 if it does, and with 1 if it does not, or does not answer. Asks for liveness,"
            + " which is what to restart a service by, or for readiness.")
final class Health extends Printing {

  static final String NAME = "health";

  /** What is printed. */
  record Answer(String status, String url) {}

  private final List<String> properties;

  @Option(
      names = "--url",
      paramLabel = "<url>",
      description =
          "Where the service is. By default the loopback address, at the port of"
              + " management.server.port or server.port, or of MANAGEMENT_SERVER_PORT or"
              + " SERVER_PORT in the environment, or 8080.")
  private @Nullable String url;

  @Option(names = "--ready", description = "Asks whether it is ready for requests.")
  private boolean ready;

  @Option(
      names = "--timeout",
      paramLabel = "<seconds>",
      defaultValue = "3",
      description = "How many seconds to wait for the answer (${DEFAULT-VALUE}).")
  private int timeout;

  Health(List<String> properties) {
    this.properties = properties;
  }

  @Override
  public Integer call() {
    String base =
        url != null
            ? url
            : ServiceAddress.of(
                properties, System.getenv(), "management.server.port", "server.port");
    URI target = resolve(base, "/actuator/health/" + (ready ? "readiness" : "liveness"));
    int status = ask(target);
    if (status != HttpURLConnection.HTTP_OK) {
      throw new CommandFailure(target + " answers " + status + ".", "");
    }
    print(new Answer("UP", target.toString()), List.of("UP"));
    return 0;
  }

  private int ask(URI target) {
    int millis = (int) Duration.ofSeconds(Math.clamp(timeout, 1, 600)).toMillis();
    try {
      HttpURLConnection connection = (HttpURLConnection) target.toURL().openConnection();
      connection.setConnectTimeout(millis);
      connection.setReadTimeout(millis);
      connection.setInstanceFollowRedirects(false);
      return connection.getResponseCode();
    } catch (IOException e) {
      throw new CommandFailure(target + " does not answer: " + e.getMessage() + ".", "");
    }
  }
}
