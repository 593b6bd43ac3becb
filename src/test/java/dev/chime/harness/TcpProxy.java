package dev.chime.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A way to a port of this machine that can be cut. */
public final class TcpProxy implements AutoCloseable {

  private static final Logger LOG = System.getLogger(TcpProxy.class.getName());

  private final ServerSocket server;
  private final int target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean isCut;

  /** A way to this port. */
  public TcpProxy(int target) {
    this.target = target;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  public int port() {
    return server.getLocalPort();
  }

  private void accept() {
    while (!server.isClosed()) {
      acceptOne();
    }
  }

  private void acceptOne() {
    try {
      Socket client = server.accept();
      if (isCut) {
        client.close();
      } else {
        connect(client);
      }
    } catch (IOException e) { // the target is down, or all is over
      LOG.log(Level.DEBUG, "no way to port " + target, e);
    }
  }

  private void connect(Socket client) throws IOException {
    try {
      Socket host = new Socket(InetAddress.getLoopbackAddress(), target);
      open.add(client);
      open.add(host);
      Thread.ofVirtual().start(() -> copy(client, host));
      Thread.ofVirtual().start(() -> copy(host, client));
    } catch (IOException e) {
      client.close();
      throw e;
    }
  }

  private void copy(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) { // cut, by whichever side
      LOG.log(Level.DEBUG, "cut", e);
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  /** Cuts all connections, and lets none be made. */
  public void cut() throws IOException {
    isCut = true;
    for (Socket socket : open) {
      socket.close();
    }
  }

  public void mend() {
    isCut = false;
  }

  @Override
  public void close() {
    try {
      server.close();
      cut();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
