package dev.chime.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Clients of a server on this machine, as many as there may be open files, on one thread: each has
 * a connection of its own and makes one request after the other. Costs next to nothing while they
 * wait. One thread.
 */
final class Crowd implements AutoCloseable {

  /** Is told of answers. */
  interface Listener {

    /**
     * An answer has come, as a whole; any but {@code 200} with a timer that has elapsed is an
     * error.
     *
     * @param micros the time that it came, in microseconds since the epoch
     */
    void answered(Client client, long micros);
  }

  private static final String HEADERS =
      " HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n";
  private static final int BUFFER = 1 << 16;
  private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CHUNKED =
      "transfer-encoding: chunked".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ELAPSED = "\"ELAPSED\"".getBytes(StandardCharsets.US_ASCII);
  private static final int OK = 200;
  private static final int CREATED = 201;
  private static final int END_OF_LINE = '\n';

  private final Selector selector;
  private final InetSocketAddress address;
  private final Listener listener;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
  private final byte[] read = new byte[BUFFER];
  private final Queue<Client> idle = new ArrayDeque<>();
  private int connecting;

  Crowd(int port, Listener listener) throws IOException {
    this.selector = Selector.open();
    this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    this.listener = listener;
  }

  /** One of the crowd. */
  final class Client {
    private final SocketChannel socket;
    private final SelectionKey key;
    private ByteBuffer unsent;
    private byte[] unread = new byte[0];

    /** When the answer is to come, in microseconds since the epoch. */
    private long due;

    /** Who is told of a {@code 201} in place of the listener. */
    private @Nullable LongConsumer created;

    private Client(ByteBuffer request) throws IOException {
      unsent = request;
      socket = SocketChannel.open();
      socket.configureBlocking(false);
      socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
      key = socket.register(selector, SelectionKey.OP_CONNECT, this);
      connecting++;
      if (socket.connect(address)) {
        connected();
      }
    }

    long due() {
      return due;
    }

    private void connected() throws IOException {
      connecting--;
      send(unsent);
    }

    private void send(ByteBuffer request) throws IOException {
      unsent = request;
      socket.write(unsent);
      key.interestOps(unsent.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }

    private void turn(long micros) throws IOException {
      if (key.isConnectable()) {
        socket.finishConnect();
        connected();
      } else if (key.isWritable()) {
        send(unsent);
      } else if (key.isReadable()) {
        read(micros);
      }
    }

    private void read(long micros) throws IOException {
      buffer.clear();
      int count = socket.read(buffer);
      if (count < 0) {
        throw new IOException(
            "the server has closed a connection "
                + (idle.contains(this) ? "between requests" : "instead of an answer"));
      }
      buffer.flip();
      System.arraycopy(unread, 0, read, 0, unread.length);
      buffer.get(read, unread.length, count);
      int length = unread.length + count;
      unread = new byte[0];
      if (isWhole(length)) {
        idle.add(this);
        LongConsumer then = created;
        created = null;
        if (then != null ? status() != CREATED : status() != OK || !contains(ELAPSED, length)) {
          throw new IOException(new String(read, 0, length, StandardCharsets.UTF_8));
        }
        if (then != null) {
          then.accept(micros);
        } else {
          listener.answered(this, micros);
        }
      } else {
        unread = Arrays.copyOf(read, length);
      }
    }
  }

  private int status() {
    return (read[9] - '0') * 100 + (read[10] - '0') * 10 + read[11] - '0';
  }

  /** Whether what has been read is an answer with all of its body. */
  private boolean isWhole(int length) {
    int bodyLength = 0;
    boolean isChunked = false;
    int start = 0;
    for (int i = 0; i < length; i++) {
      if (read[i] == END_OF_LINE) {
        if (i - start <= 1) {
          return isChunked ? endsWith(LAST_CHUNK, i + 1, length) : length - i - 1 >= bodyLength;
        }
        if (startsWith(LENGTH, start, i)) {
          bodyLength = number(start + LENGTH.length, i);
        }
        isChunked |= startsWith(CHUNKED, start, i);
        start = i + 1;
      }
    }
    return false;
  }

  private boolean startsWith(byte[] lowerCase, int start, int end) {
    if (end - start < lowerCase.length) {
      return false;
    }
    for (int i = 0; i < lowerCase.length; i++) {
      if (Character.toLowerCase(read[start + i]) != lowerCase[i]) {
        return false;
      }
    }
    return true;
  }

  private boolean contains(byte[] what, int length) {
    for (int i = 0; i <= length - what.length; i++) {
      if (Arrays.equals(read, i, i + what.length, what, 0, what.length)) {
        return true;
      }
    }
    return false;
  }

  private boolean endsWith(byte[] what, int start, int end) {
    return end - start >= what.length
        && Arrays.equals(read, end - what.length, end, what, 0, what.length);
  }

  private int number(int start, int end) {
    return Integer.parseInt(
        new String(read, start, end - start, StandardCharsets.US_ASCII).strip());
  }

  /**
   * Has somebody make a request: who has had an answer before, or else somebody new.
   *
   * @param path what to get
   * @param due when the answer is to come, in microseconds since the epoch
   */
  void get(String path, long due) throws IOException {
    send("GET " + path + HEADERS + "\r\n").due = due;
  }

  /**
   * Has somebody create a timer.
   *
   * @param path where to put it
   * @param body in JSON
   * @param created is told when the answer has come, in microseconds since the epoch; any answer
   *     but {@code 201} is an error
   */
  void put(String path, String body, LongConsumer created) throws IOException {
    send("PUT "
                + path
                + HEADERS
                + "Content-Type: application/json\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body)
            .created =
        created;
  }

  private Client send(String ascii) throws IOException {
    ByteBuffer request = ByteBuffer.wrap(ascii.getBytes(StandardCharsets.US_ASCII));
    Client client = idle.poll();
    if (client == null) {
      return new Client(request);
    }
    client.send(request);
    return client;
  }

  /** How many there are. */
  int size() {
    return selector.keys().size();
  }

  /** How many are not connected yet. */
  int connecting() {
    return connecting;
  }

  /** What the clock reads, in microseconds since the epoch. */
  static long micros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }

  /** Sends and reads what can be, having waited for it for at most a millisecond. */
  void turn() throws IOException {
    if (selector.select(1) == 0) {
      return;
    }
    for (SelectionKey key : selector.selectedKeys()) {
      ((Client) key.attachment()).turn(micros());
    }
    selector.selectedKeys().clear();
  }

  /** Goes on until that is so. */
  void turnUntil(BooleanSupplier done, Duration most) throws IOException {
    long start = System.nanoTime();
    while (!done.getAsBoolean()) {
      turn();
      if (System.nanoTime() - start > most.toNanos()) {
        throw new IllegalStateException("not within " + most);
      }
    }
  }

  @Override
  public void close() throws IOException {
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }
}
