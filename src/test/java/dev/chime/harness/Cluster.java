package dev.chime.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Packaged servers over one PostgreSQL, each with a way to it of its own. */
public final class Cluster implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Path jar = Path.of(System.getProperty("chime.jar"));
  private final PostgresProcess database;
  private final List<TcpProxy> ways = new ArrayList<>();
  private final List<List<String>> jvmOptions = new ArrayList<>();
  private final ServerProcess[] nodes;
  private final List<String> options;

  private Cluster(Path folder, int size, List<String> options) throws IOException {
    this.options = options;
    database = PostgresProcess.start(Files.createDirectory(folder.resolve("database")));
    nodes = new ServerProcess[size];
    for (int i = 0; i < size; i++) {
      ways.add(new TcpProxy(database.port()));
      jvmOptions.add(List.of("-Xmx512m"));
    }
  }

  /** So many servers, which have started. */
  public static Cluster start(Path folder, int size) throws IOException {
    Cluster cluster = new Cluster(folder, size, List.of());
    cluster.startAll();
    return cluster;
  }

  /** So many servers with these options, of which the last one's clock is an hour ahead. */
  public static Cluster startWithWrongClock(Path folder, int size, List<String> options)
      throws IOException {
    Cluster cluster = new Cluster(folder, size, options);
    String option = ClockOffsetAgent.option(folder, Duration.ofHours(1).toMillis());
    cluster.jvmOptions.set(size - 1, List.of("-Xmx512m", option));
    cluster.startAll();
    return cluster;
  }

  private void startAll() throws IOException {
    try {
      startDead();
      awaitAll();
    } catch (IOException | RuntimeException e) {
      close(); // or what has started goes on after the tests
      throw e;
    }
  }

  public PostgresProcess database() {
    return database;
  }

  public int size() {
    return nodes.length;
  }

  public ServerProcess node(int node) {
    return nodes[node];
  }

  /** A client of a node, which may be dead. */
  public ApiClient client(int node) {
    return new ApiClient(Math.max(1, nodes[node].portNow()), PATIENCE);
  }

  /** Starts those that are not running, without waiting until they have started. */
  public void startDead() throws IOException {
    for (int i = 0; i < nodes.length; i++) {
      if (nodes[i] == null || !nodes[i].isAlive()) {
        String url =
            "jdbc:postgresql://localhost:" + ways.get(i).port() + "/postgres?user=postgres";
        List<String> all = new ArrayList<>(options);
        all.add("--spring.datasource.url=" + url);
        all.add("--chime.node=node-" + i);
        nodes[i] = ServerProcess.start(jvmOptions.get(i), jar, all);
      }
    }
  }

  /**
   * Waits until all have started, and starts those again that could not, because they were cut off
   * from the database meanwhile.
   */
  public void startAllAgain() {
    Awaitility.await()
        .atMost(ServerProcess.PATIENCE)
        .until(
            () -> {
              startDead();
              return Stream.of(nodes).allMatch(node -> node.portNow() != 0);
            });
  }

  /** Waits until all have started. */
  public void awaitAll() {
    for (ServerProcess node : nodes) {
      node.port();
    }
  }

  public TcpProxy way(int node) {
    return ways.get(node);
  }

  @Override
  public void close() {
    for (ServerProcess node : nodes) {
      if (node != null) {
        node.close();
      }
    }
    ways.forEach(TcpProxy::close);
    database.close();
  }
}
