package dev.chime.delivery.push;

import dev.chime.async.Future;
import dev.chime.async.Oneshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.client.StringRequestContent;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * Calls by Jetty's HTTP client: of the same family as the server, asynchronous, and able to connect
 * to addresses that were checked. It follows no redirect, keeps no cookie and answers no challenge.
 */
final class JettyCaller implements Caller {

  private static final long CONNECT_MILLIS = 5_000;

  /**
   * How long a connection is kept without calls. Many servers close theirs after 5 s, and a call
   * that is sent just then is lost.
   */
  private static final long IDLE_MILLIS = 4_000;

  /** How long an origin without connections is known. */
  private static final long ORIGIN_IDLE_MILLIS = 30_000;

  /** What Jetty would do with answers on its own, beside waiting for the one after a 1xx. */
  private static final List<String> UNWANTED =
      List.of("redirect", "www-authenticate", "proxy-authenticate", "upgrade");

  /** As many as an endpoint may have in flight. */
  private static final int MAX_CONNECTIONS = 1_000;

  private static final int THREADS = 8;
  private static final int MAX_READ = 64 * 1024;
  private static final int MAX_KEPT = 1024;
  private static final String JSON = "application/json";

  private final HttpClient client = new HttpClient();
  private final CheckedResolver resolver;

  /**
   * Starts a client.
   *
   * @param resolver is closed together with this
   * @param trusted the certificates of authorities; null for those that Java trusts
   */
  JettyCaller(CheckedResolver resolver, @Nullable KeyStore trusted) {
    this(resolver, trusted, IDLE_MILLIS);
  }

  JettyCaller(CheckedResolver resolver, @Nullable KeyStore trusted, long idleMillis) {
    this.resolver = resolver;
    QueuedThreadPool threads = new QueuedThreadPool(THREADS);
    threads.setName("chime-push");
    threads.setDaemon(true);
    SslContextFactory.Client tls = new SslContextFactory.Client();
    tls.setTrustStore(trusted);
    client.setExecutor(threads);
    client.setSslContextFactory(tls);
    client.setSocketAddressResolver(resolver);
    client.setConnectTimeout(CONNECT_MILLIS);
    client.setIdleTimeout(idleMillis);
    client.setDestinationIdleTimeout(ORIGIN_IDLE_MILLIS);
    client.setMaxConnectionsPerDestination(MAX_CONNECTIONS);
    client.setFollowRedirects(false);
    client.setHttpCookieStore(new HttpCookieStore.Empty());
    client.setUserAgentField(new HttpField(HttpHeader.USER_AGENT, "Chime"));
    try {
      client.start();
    } catch (Exception e) {
      throw new IllegalStateException("the HTTP client cannot be started", e);
    }
    UNWANTED.forEach(client.getProtocolHandlers()::remove);
    client.getContentDecoderFactories().clear();
  }

  @Override
  public Future<CallResult> call(Call call) {
    return Future.fromCallback(done -> send(call, done));
  }

  private void send(Call call, Oneshot<CallResult> done) {
    Answer answer = new Answer();
    try {
      Request request =
          client
              .newRequest(call.uri())
              .method(HttpMethod.POST)
              .tag(call.pool())
              .timeout(call.timeout().toMillis(), TimeUnit.MILLISECONDS)
              .idleTimeout(2 * call.timeout().toMillis(), TimeUnit.MILLISECONDS) // never the first
              .headers(headers -> call.headers().forEach(headers::put))
              .body(new StringRequestContent(JSON, call.body()))
              .onResponseContent(answer::add);
      request.send(result -> done.complete(answer.result(result, call)));
    } catch (RuntimeException e) {
      done.complete(CallResult.failed("cannot be called: " + e.getMessage()));
    }
  }

  /** Collects an answer. Its parts come one after the other. */
  private static final class Answer {

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private int read;
    private boolean isCut;

    void add(Response response, ByteBuffer content) {
      read += content.remaining();
      while (kept.size() < MAX_KEPT && content.hasRemaining()) {
        kept.write(content.get());
      }
      content.position(content.limit());
      if (read > MAX_READ && !isCut) {
        isCut = true;
        var _ = response.abort(new IOException("the answer is too long"));
      }
    }

    CallResult result(Result result, Call call) {
      Response response = result.getResponse();
      boolean hasAnswer = result.isSucceeded() || isCut;
      return hasAnswer
          ? new CallResult(
              response.getStatus(),
              kept.toString(StandardCharsets.UTF_8),
              response.getHeaders().get(HttpHeader.RETRY_AFTER),
              null)
          : CallResult.failed(reason(result.getFailure(), call));
    }

    private static String reason(Throwable failure, Call call) {
      if (failure instanceof TimeoutException) {
        return "no answer within " + call.timeout();
      }
      String message = failure.getMessage();
      return failure.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }
  }

  @Override
  public void close() {
    try {
      client.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the HTTP client cannot be stopped", e);
    } finally {
      resolver.close();
    }
  }
}
