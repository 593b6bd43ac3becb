package dev.chime.web.http;

import java.nio.ByteBuffer;
import java.nio.channels.WritePendingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.DateGenerator;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Closes connections with a {@code 408} if the request line and headers take too long to arrive.
 * The idle timeout of the server cannot do that, because each byte restarts it. All connections are
 * checked at intervals, so that a request costs nothing extra.
 */
final class SlowHeaders extends AbstractLifeCycle implements Connection.Listener {

  private static final int CHECKS_PER_LIMIT = 4;

  /** The counters of a connection when it was last between two requests, and the time of that. */
  private record Snapshot(long requests, long bytes, long nanos) {}

  private final Map<Connection, Snapshot> connections = new ConcurrentHashMap<>();
  private final Scheduler scheduler;
  private final Duration limit;
  private final byte[] problem;
  private volatile Scheduler.@Nullable Task next;

  /**
   * Creates a listener, to be added to a connector.
   *
   * @param limit how long headers may take, up to a quarter more
   * @param problem the body of the response
   */
  SlowHeaders(Scheduler scheduler, Duration limit, byte[] problem) {
    this.scheduler = scheduler;
    this.limit = limit;
    this.problem = problem;
  }

  @Override
  public void onOpened(Connection connection) {
    connections.put(connection, new Snapshot(0, 0, System.nanoTime()));
  }

  @Override
  public void onClosed(Connection connection) {
    connections.remove(connection);
  }

  @Override
  protected void doStart() {
    schedule();
  }

  private void schedule() {
    long millis = limit.dividedBy(CHECKS_PER_LIMIT).toMillis();
    next = scheduler.schedule(this::checkAll, millis, TimeUnit.MILLISECONDS);
  }

  private void checkAll() {
    long now = System.nanoTime();
    for (Map.Entry<Connection, Snapshot> each : connections.entrySet()) {
      if (checkIfTooSlow(each, now)) {
        refuse(each.getKey().getEndPoint());
      }
    }
    if (isRunning()) {
      schedule();
    }
  }

  /**
   * Checks a connection. Takes a new snapshot if it is not in the middle of a request's headers.
   */
  private boolean checkIfTooSlow(Map.Entry<Connection, Snapshot> entry, long now) {
    Connection connection = entry.getKey();
    Snapshot snapshot = entry.getValue();
    long requests = connection.getMessagesIn();
    long bytes = connection.getBytesIn();
    boolean isResponding = requests > connection.getMessagesOut();
    boolean isSilent = requests == snapshot.requests() && bytes == snapshot.bytes();
    if (isResponding || isSilent || requests != snapshot.requests()) {
      connections.replace(connection, snapshot, new Snapshot(requests, bytes, now));
      return false;
    }
    return now - snapshot.nanos() > limit.toNanos();
  }

  /**
   * Writes the response directly to the end point, because the connection has no request yet. Then
   * closes the end point and not the connection, which would also send a response.
   */
  private void refuse(EndPoint endPoint) {
    try {
      endPoint.write(
          Callback.from(endPoint::close, failure -> endPoint.close()), ByteBuffer.wrap(response()));
    } catch (WritePendingException e) { // the request has just arrived and gets its response
      endPoint.close();
    }
  }

  private byte[] response() {
    byte[] head =
        """
        HTTP/1.1 408 Request Timeout
        Date: %s
        Content-Type: application/problem+json
        Content-Length: %d
        Cache-Control: no-store
        Connection: close

        """
            .formatted(DateGenerator.formatDate(System.currentTimeMillis()), problem.length)
            .replace("\n", "\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(head.length + problem.length).put(head).put(problem).array();
  }

  @Override
  protected void doStop() {
    Scheduler.Task task = next;
    if (task != null) {
      task.cancel();
    }
  }
}
