package dev.chime.contract.raw;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Sends random requests over one connection after the other, and looks at each answer. The same
 * seed makes the same requests.
 */
final class RawFuzz implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 20_000;

  private final int port;
  private final long seed;
  private final RawRequests requests;
  private @Nullable Socket open;
  private int answers;

  RawFuzz(int port, long seed) {
    this.port = port;
    this.seed = seed;
    this.requests = new RawRequests(new SplittableRandom(seed));
  }

  /** Sends so many; what was wrong first, with the request, or null. */
  @Nullable String run(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      RawRequest request = requests.next();
      String wrong = request.framed ? exchange(request) : sendAndHangUp(request);
      if (wrong != null) {
        return "-Dchime.contract.seed=%d, request %d: %s%n%s".formatted(seed, i, wrong, request);
      }
    }
    return null;
  }

  /** How many answers were looked at. */
  int answers() {
    return answers;
  }

  private @Nullable String exchange(RawRequest request) throws IOException {
    boolean isHead = request.method.equals("HEAD");
    for (boolean isFresh = open == null; ; isFresh = true) {
      try {
        Socket socket = connection();
        socket.getOutputStream().write(request.toBytes());
        RawResponse response = RawResponse.read(socket.getInputStream(), isHead);
        if (response != null) {
          return look(response, isHead);
        }
      } catch (SocketTimeoutException e) {
        close();
        return "no answer";
      } catch (SocketException e) {
        if (isFresh) {
          close();
          return "the connection is reset: " + e.getMessage();
        }
      }
      close();
      if (isFresh) {
        return "the connection is closed without an answer";
      }
    }
  }

  private @Nullable String look(RawResponse response, boolean isHead) throws IOException {
    answers++;
    if (response.ends()) {
      close();
    }
    List<String> violations = RawOracle.violations(response, isHead);
    return violations.isEmpty()
        ? null
        : violations
            + " in "
            + response.status()
            + " "
            + response.headers()
            + " "
            + new String(response.body(), StandardCharsets.UTF_8);
  }

  /**
   * For a request of which nobody can tell where it ends: it ends with the connection. There may be
   * any number of answers, or none.
   */
  private @Nullable String sendAndHangUp(RawRequest request) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(request.toBytes());
      socket.shutdownOutput();
      InputStream in = socket.getInputStream();
      for (RawResponse each = RawResponse.read(in, false);
          each != null;
          each = RawResponse.read(in, false)) {
        String wrong = look(each, false);
        if (wrong != null || each.ends()) {
          return wrong;
        }
      }
      return null;
    } catch (SocketTimeoutException e) {
      return "neither an answer nor the end of the connection";
    } catch (SocketException e) {
      return null; // reset: what the server did not want to read was still on its way
    }
  }

  private Socket connection() throws IOException {
    Socket socket = open;
    if (socket == null) {
      socket = connect();
      open = socket;
    }
    return socket;
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket("localhost", port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    return socket;
  }

  @Override
  public void close() throws IOException {
    Socket socket = open;
    open = null;
    if (socket != null) {
      socket.close();
    }
  }
}
