package dev.chime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.harness.EventReader;
import dev.chime.harness.PostgresServer;
import dev.chime.harness.Scrape;
import dev.chime.store.postgres.DatabaseAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Timers that an application creates in its own transactions, with SQL. */
@Timeout(120)
class ChimeCreateTest {

  private static final DatabaseAddress DATABASE = PostgresServer.newDatabase();

  private static ConfigurableApplicationContext node;
  private static ApiClient client;

  @BeforeAll
  static void start() {
    node =
        SpringApplication.run(
            ChimeApplication.class, "--server.port=0", "--spring.datasource.url=" + DATABASE.url());
    client = ApiClient.of(node);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static Connection connect() throws SQLException {
    return DriverManager.getConnection(DATABASE.url());
  }

  private static String ask(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  private static String create(String arguments) throws SQLException {
    try (Connection connection = connect()) {
      return ask(connection, "SELECT chime_create(" + arguments + ")");
    }
  }

  @Test
  void itIsThereWithTheCallersTransactionAndElapsesLikeAnyOther() throws Exception {
    String id;
    try (EventReader events =
            new EventReader(ApiClient.portOf(node), "/timers/events?label=kind:order", null);
        Connection connection = connect()) {
      connection.setAutoCommit(false);
      id =
          ask(
              connection,
              """
              SELECT chime_create(delay => '1.5 seconds', payload => '{"order": 17}',
                labels => '{"kind": "order"}')
              """);
      assertThat(client.get("/timers/" + id).status()).isEqualTo(404);
      connection.commit();

      Response found = client.get("/timers/" + id + "?wait=0"); // at once, not soon
      assertThat(found.text("state")).isEqualTo("PENDING");
      assertThat(found.header("ETag")).isEqualTo("\"1\"");
      assertThat(found.json().at("/payload/order").asInt()).isEqualTo(17);
      assertThat(found.json().at("/labels/kind").asString()).isEqualTo("order");
      assertThat(client.get("/timers?state=PENDING&label=kind:order").body()).contains(id);
      Response elapsed = client.get("/timers/" + id + "?wait=30s");
      assertThat(elapsed.text("state")).isEqualTo("ELAPSED");
      assertThat(Instant.parse(elapsed.text("elapsedAt")))
          .isAfterOrEqualTo(Instant.parse(found.text("deadline")));
      assertThat(events.next(2).stream().map(EventReader.Event::name))
          .containsExactly("created", "elapsed");
    }
  }

  @Test
  void itNeverWasIfTheTransactionIsRolledBack() throws SQLException {
    try (Connection connection = connect()) {
      connection.setAutoCommit(false);
      String id = ask(connection, "SELECT chime_create(delay => '1 hour')");
      connection.rollback();
      assertThat(client.get("/timers/" + id).status()).isEqualTo(404);
    }
  }

  @Test
  void whatComesDueBeforeTheCommitElapsesAfterIt() throws SQLException {
    try (Connection connection = connect()) {
      connection.setAutoCommit(false);
      String id = ask(connection, "SELECT chime_create(at => '2020-01-01T00:00:00Z')");
      connection.commit();
      assertThat(client.get("/timers/" + id + "?wait=30s").text("state")).isEqualTo("ELAPSED");
    }
  }

  @Test
  void itCanBeCancelledAndChangedLikeAnyOther() throws SQLException {
    String id = create("delay => '1 hour', id => 'order-17'");
    assertThat(id).isEqualTo("order-17");
    Response changed = client.patch("order-17", "{\"payload\":2}", "If-Match", "\"1\"");
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.header("ETag")).isEqualTo("\"2\"");
    assertThat(client.delete("order-17").text("state")).isEqualTo("CANCELLED");
  }

  @Test
  void ofManyAtOnceAllAreCounted() throws SQLException {
    long before = pending();
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT chime_create(delay => '1 day') FROM generate_series(1, 2500)");
    }
    await().atMost(Duration.ofSeconds(30)).until(() -> pending() == before + 2500);
  }

  private static long pending() {
    return Scrape.of(client).value("chime_timers_stored{state=\"pending\"}");
  }

  @Test
  void idsAreInTheOrderOfTheirCreation() throws Exception {
    String first = create("delay => '1 hour'");
    Thread.sleep(2); // in another millisecond
    String second = create("delay => '1 hour'");
    assertThat(first).isLessThan(second);
    assertThat(UUID.fromString(first).version()).isEqualTo(7);
  }

  @Test
  void anIdThatIsTakenIsRefused() throws SQLException {
    client.put("taken", "{\"delay\":\"1h\"}");
    assertThatThrownBy(() -> create("delay => '1 hour', id => 'taken'"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("duplicate key");
  }

  @Test
  void anotherTransactionThatTakesItsTimeHoldsUpNobodyForLong() throws SQLException {
    try (Connection connection = connect()) {
      connection.setAutoCommit(false);
      ask(connection, "SELECT chime_create(delay => '1 hour', id => 'undecided')");
      CompletableFuture<Response> put =
          CompletableFuture.supplyAsync(() -> client.put("undecided", "{\"delay\":\"1h\"}"));
      for (int i = 0; i < 20; i++) {
        assertThat(client.post("{\"delay\":\"1h\"}").status()).isEqualTo(201);
      }
      assertThat(put.join().status()).isEqualTo(503);
      connection.commit();
    }
    assertThat(client.put("undecided", "{\"delay\":\"1h\"}").status()).isEqualTo(409);
  }

  @ParameterizedTest
  @CsvSource({
    "1 hour, PT1H",
    "1 millisecond, PT0.001S",
    "1 microsecond, PT0.001S",
    "1.0001 seconds, PT1.001S",
    "0, PT0S",
    "36525 days, PT876600H"
  })
  void aDelayIsExact(String delay, Duration expected) throws SQLException {
    for (int i = 0; i < 20; i++) {
      String id = create("delay => '" + delay + "'");
      Response timer = client.get("/timers/" + id + "?wait=0");
      assertThat(
              Duration.between(
                  Instant.parse(timer.text("createdAt")), Instant.parse(timer.text("deadline"))))
          .isEqualTo(expected);
      client.delete(id);
    }
  }

  /** Also where clocks are put forward within it. */
  @Test
  void aDayHas24HoursWhateverTheTimeZone() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SET timezone = 'Europe/Berlin'");
      String id = ask(connection, "SELECT chime_create(delay => '365 days')");
      Response timer = client.get("/timers/" + id + "?wait=0");
      assertThat(
              Duration.between(
                  Instant.parse(timer.text("createdAt")), Instant.parse(timer.text("deadline"))))
          .isEqualTo(Duration.ofDays(365));
      String half = ask(connection, "SELECT chime_create(delay => '182 days')");
      timer = client.get("/timers/" + half + "?wait=0");
      assertThat(
              Duration.between(
                  Instant.parse(timer.text("createdAt")), Instant.parse(timer.text("deadline"))))
          .isEqualTo(Duration.ofDays(182)); // in the other half of the year
    }
  }

  @Test
  void howLateItMayBeIsRoundedUp() throws SQLException {
    String id = create("delay => '1 hour', max_lateness => '1 microsecond'");
    assertThat(client.get("/timers/" + id + "?wait=0").text("maxLateness")).isEqualTo("PT0.001S");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "payload => '1' | either delay or at must be given",
        "delay => '1 hour', at => now() | either delay or at must be given",
        "delay => '-1 second' | delay must not be negative",
        "at => 'infinity' | the deadline must be within 100 years",
        "delay => '101 years' | the deadline must be within 100 years",
        "at => '0001-01-01 BC' | at must be in a year from 0001 on",
        "delay => '1s', max_lateness => '-1s' | max_lateness must be from 0 to 100 years",
        "delay => '1s', namespace => 'a/b' | namespace must be 1 to 63 of A-Z a-z 0-9 . _ -",
        "delay => '1s', id => 'a b' | id must be 1 to 128 of A-Z a-z 0-9 . _ ~ -",
        "delay => '1s', id => 'wait' | id must not be one of batch, events, histogram, stats, wait,"
            + " . and ..",
        "delay => '1s', id => 'stats' | id must not be one of batch, events, histogram, stats,"
            + " wait, . and ..",
        "delay => '1s', id => 'histogram' | id must not be one of batch, events, histogram, stats,"
            + " wait, . and ..",
        "delay => '1s', payload => to_jsonb(repeat('a', 65535)) | payload must be at most 65536"
            + " bytes of JSON",
        "delay => '1s', labels => '[]' | labels must be an object of strings",
        "delay => '1s', labels => '{\"a b\":\"\"}' | labels must have names of 1 to 63 of A-Z a-z"
            + " 0-9 . _ / -",
        "delay => '1s', labels => '{\"a\":1}' | labels must have strings of at most 255 characters"
            + " for values",
        "delay => '1s', deliver => '{\"to\":\"a\",\"queue\":\"b\"}' | deliver must be an object"
            + " with a string, which is named to or queue",
        "delay => '1s', deliver => '{}' | deliver must be an object with a string",
        "delay => '1s', deliver => '\"a\"' | deliver must be an object with a string",
        "delay => '1s', deliver => '[\"to\"]' | deliver must be an object with a string",
        "delay => '1s', deliver => 'null' | deliver must be an object with a string",
        "delay => '1s', deliver => '{\"to\":1}' | deliver must be an object with a string",
        "delay => '1s', deliver => '{\"to\":null}' | deliver must be an object with a string",
        "delay => '1s', deliver => '{\"url\":\"https://a.b\"}' | which is named to or queue",
        "delay => '1s', deliver => '{\"to\":\"\"}' | deliver must have a name of 1 to 63 of",
        "delay => '1s', deliver => '{\"queue\":\"a b\"}' | deliver must have a name of 1 to 63 of"
            + " A-Z a-z 0-9 . _ -"
      })
  void whatBreaksARuleIsToldWhich(String arguments, String rule) {
    assertThatThrownBy(() -> create(arguments))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining(rule)
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("22023");
  }

  @Test
  void itIsDeliveredLikeAnyOther() throws SQLException {
    String to = create("delay => '1 hour', deliver => '{\"to\": \"billing\"}'");
    assertThat(client.get("/timers/" + to + "?wait=0").json().at("/deliver/to").asString())
        .isEqualTo("billing");
    String id = create("delay => '0', deliver => '{\"queue\": \"sql\"}'");
    Response claim = client.send("POST", "/queues/sql/claim?wait=30s", BodyPublishers.noBody());
    assertThat(claim.body()).contains(id);
  }

  @Test
  void thirtyThreeLabelsAreTooMany() {
    String labels =
        String.join(",", IntStream.range(0, 33).mapToObj(i -> "\"l" + i + "\":\"\"").toList());
    assertThatThrownBy(() -> create("delay => '1s', labels => '{" + labels + "}'"))
        .hasMessageContaining("labels must be at most 32");
  }

  @Test
  void whoMayExecuteItNeedsNoOtherRight() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP ROLE IF EXISTS app");
      statement.execute("CREATE ROLE app");
      statement.execute("SET ROLE app");
      assertThatThrownBy(() -> statement.execute("SELECT chime_create(delay => '1 hour')"))
          .hasMessageContaining("permission denied");
      statement.execute("RESET ROLE");
      statement.execute("GRANT EXECUTE ON FUNCTION chime_create TO app");
      statement.execute("SET ROLE app");
      String id = ask(connection, "SELECT chime_create(delay => '1 hour')");
      assertThatThrownBy(() -> ask(connection, "SELECT id FROM timers"))
          .hasMessageContaining("permission denied");
      assertThat(client.get("/timers/" + id + "?wait=0").text("state")).isEqualTo("PENDING");
      statement.execute("RESET ROLE");
      statement.execute("REVOKE ALL ON FUNCTION chime_create FROM app");
      statement.execute("DROP ROLE app");
    }
  }
}
