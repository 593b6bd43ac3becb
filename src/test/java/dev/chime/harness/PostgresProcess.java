package dev.chime.harness;

import dev.chime.store.postgres.DatabaseAddress;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A real PostgreSQL server for one test, which can be stopped, killed, started again and copied.
 * Its log file is next to its folder.
 */
public final class PostgresProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path folder;
  private final int port;
  private final List<String> command;
  private Process process;

  private PostgresProcess(Path folder, String program) {
    this.folder = folder;
    port = freePort();
    command = new ArrayList<>();
    if ("root".equals(System.getProperty("user.name"))) { // PostgreSQL refuses to run as root
      command.addAll(List.of("unshare", "-U"));
    }
    command.addAll(List.of(program, "-D", folder.toString(), "-p", String.valueOf(port)));
    for (String setting :
        List.of(
            "fsync=on", "synchronous_commit=on", "full_page_writes=on", "max_connections=100")) {
      command.addAll(List.of("-c", setting));
    }
    process = run();
  }

  /** Starts a new server with its files in this folder, which is empty. */
  public static PostgresProcess start(Path folder) {
    EmbeddedPostgres.Builder first =
        EmbeddedPostgres.builder().setDataDirectory(folder).setCleanDataDirectory(false);
    String program;
    try (EmbeddedPostgres made = first.start()) {
      program = postmaster(folder).info().command().orElseThrow();
      made.getPostgresDatabase();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new PostgresProcess(folder, program);
  }

  private static ProcessHandle postmaster(Path folder) throws IOException {
    long pid = Long.parseLong(Files.readAllLines(folder.resolve("postmaster.pid")).getFirst());
    return ProcessHandle.of(pid).orElseThrow();
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process run() {
    try {
      Process started =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(
                  ProcessBuilder.Redirect.appendTo(
                      folder.resolveSibling(folder.getFileName() + ".log").toFile()))
              .start();
      process = started;
      Awaitility.await()
          .atMost(PATIENCE)
          .ignoreExceptionsInstanceOf(SQLException.class)
          .until(
              () -> {
                connect().close();
                return true;
              });
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return port;
  }

  /** The address of its database. */
  public DatabaseAddress address() {
    return new DatabaseAddress(url(), null, null);
  }

  private String url() {
    return "jdbc:postgresql://localhost:" + port + "/postgres?user=postgres";
  }

  /** A connection for the test itself. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url());
  }

  /** Executes a statement for the test itself. */
  public void execute(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  /** Stops the server at once, as an administrator does with "fast" shutdown. */
  public void stop() {
    if (process.isAlive()) {
      signal("-INT");
      process.onExit().join();
    }
  }

  private void signal(String signal) {
    try {
      new ProcessBuilder("kill", signal, String.valueOf(process.pid())).start().onExit().join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills the server. Unlike a power failure, this leaves the kernel to write its cache. */
  public void kill() throws IOException {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly().onExit().join();
    children.forEach(ProcessHandle::destroyForcibly);
    children.forEach(child -> child.onExit().join());
    Files.delete(folder.resolve("postmaster.pid"));
  }

  /** Starts the server again with the files that it has. */
  public void startAgain() {
    process = run();
  }

  /** Starts a standby: a copy that follows this server. Stops this server for a moment. */
  public PostgresProcess standby(Path copy) throws IOException {
    stop();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.skip(1).toList()) {
        Files.copy(file, copy.resolve(folder.relativize(file).toString()));
      }
    }
    Files.createFile(copy.resolve("standby.signal"));
    Files.writeString(
        copy.resolve("postgresql.auto.conf"),
        "primary_conninfo = 'host=localhost user=postgres port=" + port + "'");
    Files.setPosixFilePermissions(copy, Files.getPosixFilePermissions(folder));
    startAgain();
    PostgresProcess standby = new PostgresProcess(copy, command.get(command.indexOf("-D") - 1));
    execute("ALTER SYSTEM SET synchronous_standby_names = '*'");
    execute("SELECT pg_reload_conf()");
    return standby;
  }

  @Override
  public void close() {
    stop();
  }
}
