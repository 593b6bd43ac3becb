package dev.chime.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Has a running service make a snapshot. */
@Command(
    name = "save",
    header = "Has the running service save a snapshot.",
    description =
        "The service goes on meanwhile. The file is in the service's own folder for snapshots"
            + " (chime.backup.folder), and was checked when this ends.")
final class SnapshotSave extends Printing {

  private static final int CREATED = 201;

  private final List<String> properties;

  @Option(
      names = "--url",
      paramLabel = "<url>",
      description =
          "Where the service is. By default the loopback address, at the port of server.port, or of"
              + " SERVER_PORT in the environment, or 8080.")
  private @Nullable String url;

  @Option(
      names = "--key-file",
      paramLabel = "<file>",
      description =
          "A file with an API key of the role admin; - for the standard input. Not needed if the"
              + " service has no keys.")
  private @Nullable String keyFile;

  SnapshotSave(List<String> properties) {
    this.properties = properties;
  }

  @Override
  public Integer call() throws InterruptedException {
    String base = url != null ? url : ServiceAddress.of(properties, System.getenv(), "server.port");
    HttpResponse<String> response = post(resolve(base, "/snapshots"));
    JsonNode body = json(response.body());
    if (response.statusCode() != CREATED) {
      throw new CommandFailure(
          "No snapshot was saved: %s (%d). %s"
              .formatted(
                  body.path("title").asString("the service refuses"),
                  response.statusCode(),
                  body.path("detail").asString(""))
              .strip(),
          response.statusCode() == 401 ? "Name a file with a key: --key-file." : "");
    }
    print(body, SnapshotLines.of(body));
    return 0;
  }

  private HttpResponse<String> post(URI target) throws InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(target).POST(BodyPublishers.noBody());
    if (keyFile != null) {
      request.header("Authorization", "Bearer " + readKey(keyFile));
    }
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new CommandFailure(
          target + " does not answer: " + e + ".", "Check that the service runs, or give --url.");
    }
  }

  private static String readKey(String file) {
    try {
      byte[] bytes =
          file.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(file));
      return new String(bytes, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new CommandFailure("The key in " + file + " cannot be read: " + e + ".", "");
    }
  }

  private static JsonNode json(String body) {
    try {
      return new JsonMapper().readTree(body);
    } catch (JacksonException e) {
      throw new CommandFailure("What answers is no Chime.", "Check --url.");
    }
  }
}
