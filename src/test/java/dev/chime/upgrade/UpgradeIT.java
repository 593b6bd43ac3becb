package dev.chime.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.chime.harness.PostgresProcess;
import dev.chime.harness.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The version before this one and this one, both as packaged: side by side over one PostgreSQL, and
 * one after the other over one SQLite file. {@code src/test/upgrade/check.sh} builds the old one
 * and runs this; without {@code -Dchime.upgrade.jar} there is none, and nothing is run. With {@code
 * -Dchime.upgrade.fixtures=write} what the old one stores is kept for {@link OldStoresTest}.
 */
@Timeout(600)
class UpgradeIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String OLD_JAR = System.getProperty("chime.upgrade.jar", "");
  private static final Path JAR = Path.of(System.getProperty("chime.jar"));
  private static final boolean WRITES =
      "write".equals(System.getProperty("chime.upgrade.fixtures"));
  private static final int TIMERS = 20;

  @BeforeAll
  static void thereIsAnOldVersion() {
    assumeTrue(!OLD_JAR.isEmpty(), "no older version is given");
  }

  private static ServerProcess start(Path jar, PostgresProcess database, String name)
      throws IOException {
    String url = "jdbc:postgresql://localhost:" + database.port() + "/postgres?user=postgres";
    return ServerProcess.start(
        List.of("-Xmx512m"),
        jar,
        List.of("--spring.datasource.url=" + url, "--chime.node=" + name));
  }

  private static void awaitBoth(Node... nodes) {
    for (Node node : nodes) {
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  node.get("/actuator/metrics/chime.nodes.live")
                          .at("/measurements/0/value")
                          .asDouble()
                      == nodes.length);
    }
  }

  @Test
  void nodesOfBothVersionsAreOneService(@TempDir Path folder) throws Exception {
    try (PostgresProcess database =
            PostgresProcess.start(Files.createDirectory(folder.resolve("database")));
        ServerProcess oldServer = start(Path.of(OLD_JAR), database, "old")) {
      Node old = new Node(oldServer.port());
      Inheritance.leave(old);
      if (WRITES) {
        try (Connection connection = database.connect()) {
          Files.writeString(OldStoresTest.POSTGRESQL, Dump.ofPostgres(connection));
        }
      }
      try (ServerProcess newServer = start(JAR, database, "new")) {
        Node young = new Node(newServer.port());
        awaitBoth(old, young);
        Inheritance.find(young);
        workTogether(old, young, "1");
        workTogether(young, old, "2");

        List<String> left = leaveDue(old, young);
        assertThat(oldServer.stop()).as("its end: %s", oldServer.log()).isIn(0, 143);
        assertThat(left).allMatch(id -> young.outcome(id).equals("ELAPSED"));

        // An old node that comes again in the middle of it all, as after a crash.
        try (ServerProcess again = start(Path.of(OLD_JAR), database, "old-again")) {
          Node back = new Node(again.port());
          awaitBoth(young, back);
          workTogether(back, young, "3");
        }
      }
    }
  }

  /** What one node begins, the other ends. */
  private static void workTogether(Node one, Node other, String run) {
    String queue = "queue" + run;
    for (int i = 0; i < TIMERS; i++) {
      one.put(run + "waited" + i, "{\"delay\": \"" + 200 * i + "ms\"}");
      one.put(run + "cancelled" + i, "{\"delay\": \"1h\"}");
      one.put(
          run + "worked" + i,
          "{\"delay\": \"%dms\", \"deliver\": {\"queue\": \"%s\"}}".formatted(100 * i, queue));
    }
    one.call(
        "PUT",
        "/schedules/" + run + "every",
        "{\"every\": \"1s\", \"count\": 3, \"timer\": {\"deliver\": {\"queue\": \"%s\"}}}"
            .formatted("every" + run));
    List<String> worked = new ArrayList<>();
    for (int i = 0; i < TIMERS; i++) {
      assertThat(other.outcome(run + "waited" + i)).isEqualTo("ELAPSED");
      other.call("DELETE", "/timers/" + run + "cancelled" + i, "");
      assertThat(one.outcome(run + "cancelled" + i)).isEqualTo("CANCELLED");
      worked.add((i % 2 == 0 ? one : other).takeOne(queue).required("id").asString());
    }
    assertThat(worked).doesNotHaveDuplicates().hasSize(TIMERS);
    for (int i = 0; i < 3; i++) {
      assertThat(other.takeOne("every" + run).required("schedule").asString())
          .isEqualTo(run + "every");
    }
  }

  private static List<String> leaveDue(Node... nodes) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < TIMERS; i++) {
      for (Node node : nodes) {
        ids.add("left" + ids.size());
        node.put(ids.getLast(), "{\"delay\": \"" + (500 + 200 * i) + "ms\"}");
      }
    }
    return ids;
  }

  @Test
  void aFileOfTheOldOneIsFoundAndNotTheOtherWayRound(@TempDir Path folder) throws Exception {
    Path data = folder.resolve("data");
    try (ServerProcess old = ServerProcess.start(Path.of(OLD_JAR), data)) {
      Inheritance.leave(new Node(old.port()));
      old.stop();
    }
    String oldSchema = schema(data);
    if (WRITES) {
      try (Connection connection = connect(data)) {
        Files.writeString(OldStoresTest.SQLITE, Dump.ofSqlite(connection));
      }
    }
    try (ServerProcess young = ServerProcess.start(JAR, data)) {
      Inheritance.find(new Node(young.port()));
      young.stop();
    }
    try (ServerProcess old = ServerProcess.start(Path.of(OLD_JAR), data)) {
      if (schema(data).equals(oldSchema)) { // the new version stores nothing in another way
        assertThat(new Node(old.port()).outcome("pending")).isEqualTo("ELAPSED");
      } else {
        await().atMost(PATIENCE).until(() -> !old.isAlive());
        await()
            .atMost(PATIENCE)
            .untilAsserted(
                () ->
                    assertThat(String.join("\n", old.log()))
                        .contains("A newer version of Chime has written the timers in"));
      }
    }
  }

  private static Connection connect(Path data) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + data.resolve("chime.db"));
  }

  private static String schema(Path data) throws SQLException {
    try (Connection connection = connect(data);
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT version FROM flyway_schema_history ORDER BY installed_rank DESC")) {
      row.next();
      return row.getString(1);
    }
  }
}
