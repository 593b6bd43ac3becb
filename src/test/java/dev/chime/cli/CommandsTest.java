package dev.chime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.web.access.KeyHash;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands of the jar: what they do, print, and end with. */
@Timeout(120)
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "chime.keys[0].name=admin",
      "chime.keys[0].hash=" + CommandsTest.ADMIN_HASH,
      "chime.keys[0].role=admin",
      "chime.keys[1].name=writer",
      "chime.keys[1].hash=" + CommandsTest.WRITER_HASH,
      "chime.keys[1].role=write"
    })
class CommandsTest {

  private static final String ADMIN = "the-admins-key";
  static final String ADMIN_HASH =
      "2eff5af3974eb5ac7f30a8967a11658c6cd3b167f253554173d1fd366cbd20e5";
  private static final String WRITER = "the-writers-key";
  static final String WRITER_HASH =
      "5618bb9d285922fcfab45d57f6b5eaf8fb1afbb81662d7796bae2730a0540b4c";

  /** What came of a command. */
  private record Result(int code, String out, String err) {
    JsonNode json() {
      return new JsonMapper().readTree(out);
    }
  }

  @TempDir private Path folder;
  @LocalServerPort private int port;

  private static Result run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Commands.run(new PrintWriter(out), new PrintWriter(err), arguments);
    return new Result(code, out.toString(), err.toString());
  }

  private Result save(String key, String... more) throws IOException {
    Path file = Files.writeString(folder.resolve("key"), key + "\n");
    return run(
        Stream.concat(
                Stream.of("snapshot", "save", "--server.port=" + port, "--key-file", "" + file),
                Stream.of(more))
            .toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--chime.data=folder",
        "--server.port=0 --debug",
        "serve",
        "serve --chime.data=folder",
        "-Dwhatever",
        "--chime.data=x --help"
      })
  void whatServes(String line) {
    String[] arguments = line.isEmpty() ? new String[0] : line.split(" ");
    assertThat(ServeArguments.of(arguments))
        .isNotNull()
        .containsExactly(
            Stream.of(arguments).filter(each -> !each.equals("serve")).toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h", "--version", "serve --help", "key", "snapshot save", "x"})
  void whatDoesNotServe(String line) {
    assertThat(ServeArguments.of(line.split(" "))).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "serve --help",
        "copy --help",
        "key --help",
        "health --help",
        "snapshot --help",
        "snapshot save --help",
        "snapshot verify --help",
        "snapshot restore --help"
      })
  void helpIsPrintedAndFitsATerminal(String line) {
    Result help = run(line.split(" "));
    assertThat(help.code()).isZero();
    assertThat(help.out()).contains("Usage: java -jar chime.jar", "Exit codes:");
    assertThat(help.out().lines()).allMatch(each -> each.length() <= 80);
    assertThat(help.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "snapsot save",
        "key --jsn",
        "key more",
        "snapshot",
        "snapshot verify",
        "health --timeout=soon",
        "copy folder"
      })
  void aWrongCommandLineIsTwo(String line) {
    Result result = run(line.split(" "));
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).containsPattern("Usage: |Did you mean|Possible solutions");
    assertThat(result.out()).isEmpty();
  }

  @Test
  void aKeyAndItsHash() {
    JsonNode made = run("key", "--json").json();
    assertThat(made.path("key").asString()).matches("chime_[0-9a-f]{64}");
    assertThat(made.path("hash").asString())
        .isEqualTo(KeyHash.of(made.path("key").asString()).toString());
    assertThat(run("key").out()).matches("key: {2}chime_[0-9a-f]{64}\\Rhash: [0-9a-f]{64}\\R");
  }

  @Test
  void health() {
    assertThat(run("health", "--server.port=" + port))
        .isEqualTo(new Result(0, "UP" + System.lineSeparator(), ""));
    assertThat(run("health", "--ready", "--url=http://localhost:" + port + "/").code()).isZero();
    Result silent = run("health", "--url=http://localhost:1");
    assertThat(silent.code()).isEqualTo(1);
    assertThat(silent.err()).contains("/actuator/health/liveness does not answer");
    Result json = run("health", "--json", "--url=http://localhost:1");
    assertThat(json.code()).isEqualTo(1);
    assertThat(json.json().path("error").asString()).contains("does not answer");
    assertThat(run("health", "--url=ftp://localhost").code()).isEqualTo(2);
  }

  @Test
  void whereTheServiceIs() {
    assertThat(
            ServiceAddress.of(
                java.util.List.of("--server.port=1"),
                Map.of("MANAGEMENT_SERVER_PORT", "2", "SERVER_PORT", "3"),
                "management.server.port",
                "server.port"))
        .isEqualTo("http://127.0.0.1:2");
    assertThat(ServiceAddress.of(java.util.List.of(), Map.of("SERVER_PORT", "3"), "server.port"))
        .isEqualTo("http://127.0.0.1:3");
    assertThat(ServiceAddress.of(java.util.List.of(), Map.of(), "server.port"))
        .isEqualTo("http://127.0.0.1:8080");
  }

  @Test
  void aSnapshotIsSavedVerifiedAndRestored() throws IOException {
    Response made =
        new ApiClient(port).post("{\"delay\":\"1h\"}", "Authorization", "Bearer " + ADMIN);
    assertThat(made.status()).isEqualTo(201);
    Result saved = save(ADMIN, "--json");
    assertThat(saved.code()).as(saved.toString()).isZero();
    String file = saved.json().path("file").asString();
    assertThat(saved.json().path("timers").path("pending").asInt()).isPositive();

    Result verified = run("snapshot", "verify", file, "--json");
    assertThat(verified.json()).isEqualTo(saved.json());
    assertThat(run("snapshot", "verify", file).out())
        .contains("sha256:   " + saved.json().path("sha256").asString(), " pending, ");

    String data = "--chime.data=" + folder.resolve("restored");
    Result restored = run("snapshot", "restore", data, file);
    assertThat(restored.code()).as(restored.toString()).isZero();
    assertThat(restored.out()).contains("elapse again", "are gone", "were cancelled since elapse");
    Result again = run("snapshot", "restore", file, data);
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.err()).contains("is not empty", "Move away");
    assertThat(run("snapshot", "restore", "--json", file, data).json().path("remedy").asString())
        .startsWith("Move away");
  }

  @Test
  void aSnapshotThatIsRefusedSaysWhy() throws IOException {
    Result none = run("snapshot", "save", "--server.port=" + port);
    assertThat(none.code()).isEqualTo(1);
    assertThat(none.err()).contains("An API key is needed (401)", "--key-file");
    assertThat(save(WRITER).err()).contains("(403)");
    assertThat(run("snapshot", "save", "--url=http://localhost:1").err())
        .contains("does not answer");
    assertThat(run("snapshot", "verify", "no-such-file").err()).contains("There is no file");
    assertThat(run("snapshot", "restore", "x", "--chime.retention=-1h").err())
        .contains("chime.retention must be positive");
  }
}
