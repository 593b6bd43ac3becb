package dev.chime.delivery.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chime.async.Executor;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real client, and servers on this machine, some of which it must not reach. */
@Timeout(60)
class JettyCallerTest {

  private static final String OK =
      "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nRetry-After: 7\r\nSet-Cookie: a=b\r\n\r\nhello";
  private static final String PASSWORD = "changeit";

  private static JettyCaller caller(List<String> allowed) {
    return caller(allowed, InetAddress::getAllByName, null);
  }

  private static JettyCaller caller(
      List<String> allowed, CheckedResolver.Lookup lookup, @Nullable KeyStore trusted) {
    return new JettyCaller(new CheckedResolver(new AddressRules(allowed), lookup), trusted);
  }

  private static CallResult call(JettyCaller caller, String url) throws InterruptedException {
    return call(caller, url, Duration.ofSeconds(20));
  }

  private static CallResult call(JettyCaller caller, String url, Duration timeout)
      throws InterruptedException {
    return Executor.blockOn(
        caller.call(
            new Call(
                URI.create(url),
                Map.of("Authorization", "Bearer x"),
                "{\"a\":\"ü\"}",
                timeout,
                "pool")));
  }

  private static InetAddress address(String text) throws UnknownHostException {
    return InetAddress.getAllByName(text)[0];
  }

  private static String at(RawServer server) {
    return "http://127.0.0.1:" + server.port() + "/hook?a=b";
  }

  @Test
  void sendsTheBodyAndReadsTheAnswerOverOneConnection() throws IOException, InterruptedException {
    try (RawServer server = RawServer.answering(OK);
        JettyCaller caller = caller(List.of("127.0.0.1"))) {
      for (int i = 0; i < 3; i++) {
        assertThat(call(caller, at(server))).isEqualTo(new CallResult(200, "hello", "7", null));
      }
      assertThat(server.connections).hasValue(1);
      assertThat(server.requests)
          .hasSize(3)
          .allSatisfy(
              request ->
                  assertThat(request)
                      .startsWith("POST /hook?a=b HTTP/1.1\n")
                      .contains("Content-Type: application/json\n")
                      .contains("User-Agent: Chime\n")
                      .contains("Authorization: Bearer x\n")
                      .doesNotContainIgnoringCase("cookie")
                      .doesNotContainIgnoringCase("accept-encoding")
                      .endsWith(
                          new String(
                              "{\"a\":\"ü\"}".getBytes(StandardCharsets.UTF_8),
                              StandardCharsets.ISO_8859_1)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void followsNoRedirect(int status) throws IOException, InterruptedException {
    try (RawServer inside = RawServer.answering(OK);
        RawServer server =
            RawServer.answering(
                "HTTP/1.1 %d Go\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n"
                    .formatted(status, at(inside)));
        JettyCaller caller = caller(List.of("127.0.0.1"))) {
      assertThat(call(caller, at(server)).status()).isEqualTo(status);
      assertThat(inside.connections).hasValue(0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"100 Continue", "102 Processing", "103 Early Hints"})
  void whatComesBeforeTheAnswerIsNotTheAnswer(String interim)
      throws IOException, InterruptedException {
    try (RawServer server = RawServer.answering("HTTP/1.1 " + interim + "\r\n\r\n" + OK);
        JettyCaller caller = caller(List.of("127.0.0.1"))) {
      assertThat(call(caller, at(server)).status()).isEqualTo(200);
    }
  }

  @Test
  void aConnectionWithoutCallsIsClosedSoonButACallMayTakeLonger()
      throws IOException, InterruptedException {
    CheckedResolver resolver =
        new CheckedResolver(new AddressRules(List.of("127.0.0.1")), InetAddress::getAllByName);
    try (RawServer answers = RawServer.answering(OK);
        RawServer hangs = RawServer.reacting((socket, out) -> {});
        JettyCaller caller = new JettyCaller(resolver, null, 50)) {
      assertThat(call(caller, at(hangs), Duration.ofMillis(300)).error())
          .isEqualTo("no answer within PT0.3S");
      assertThat(call(caller, at(answers)).status()).isEqualTo(200);
      await().untilAsserted(() -> assertThat(answers.closed).hasValue(1));
    }
  }

  @Test
  void answersNoChallenge() throws IOException, InterruptedException {
    try (RawServer server =
            RawServer.answering(
                "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=x\r\nContent-Length: 0\r\n\r\n");
        JettyCaller caller = caller(List.of("127.0.0.1"))) {
      assertThat(call(caller, at(server)).status()).isEqualTo(401);
      assertThat(server.requests).hasSize(1);
    }
  }

  @Test
  void readsNoMoreOfALongAnswerThanItMust() throws IOException, InterruptedException {
    byte[] megabyte = "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
    try (RawServer server =
            RawServer.reacting(
                (socket, out) -> {
                  out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                  while (true) { // until the client closes the connection
                    out.write(megabyte);
                  }
                });
        JettyCaller caller = caller(List.of("127.0.0.1"))) {
      CallResult result = call(caller, at(server));
      assertThat(result.status()).isEqualTo(200);
      assertThat(result.answer()).hasSize(1024);
    }
  }

  @Test
  void whoDoesNotAnswerHasUntilTheTimeout() throws IOException, InterruptedException {
    try (RawServer server = RawServer.reacting((socket, out) -> {});
        JettyCaller caller = caller(List.of("127.0.0.1"))) {
      CallResult result = call(caller, at(server), Duration.ofMillis(300));
      assertThat(result.status()).isNull();
      assertThat(result.error()).isEqualTo("no answer within PT0.3S");
    }
  }

  @Test
  void aConnectionThatBreaksIsAFailure() throws IOException, InterruptedException {
    try (RawServer server =
            RawServer.reacting(
                (socket, out) -> {
                  socket.setSoLinger(true, 0); // a reset
                  socket.close();
                });
        JettyCaller caller = caller(List.of("127.0.0.1"))) {
      CallResult result = call(caller, at(server));
      assertThat(result.status()).isNull();
      assertThat(result.error()).isNotBlank();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "localhost",
        "localhost.",
        "0.0.0.0",
        "127.1",
        "2130706433",
        "0x7f000001",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[64:ff9b::7f00:1]"
      })
  void whatIsNotOnTheInternetIsNotReached(String host) throws IOException, InterruptedException {
    try (RawServer server = RawServer.answering(OK);
        JettyCaller caller = caller(List.of())) {
      CallResult result = call(caller, "http://" + host + ":" + server.port() + "/");
      assertThat(result.status()).isNull();
      assertThat(result.error()).isNotBlank();
      assertThat(server.connections).hasValue(0);
    }
  }

  @Test
  void aNameWithOneBadAddressIsNotReachedAtAnyOfThem() throws IOException, InterruptedException {
    InetAddress[] mixed = {address("127.0.0.1"), address("10.0.0.1")};
    try (RawServer server = RawServer.answering(OK);
        JettyCaller caller = caller(List.of("127.0.0.1/32"), host -> mixed, null)) {
      CallResult result = call(caller, "http://mixed.example:" + server.port() + "/");
      assertThat(result.error()).contains("the address of mixed.example must not be called");
      assertThat(server.connections).hasValue(0);
    }
  }

  /** What was checked is what is connected to: there is one look-up for each connection. */
  @Test
  void aNameThatChangesBetweenLookupsGainsNothing() throws IOException, InterruptedException {
    AtomicInteger lookups = new AtomicInteger();
    InetAddress good = address("127.0.0.1");
    InetAddress bad = address("127.0.0.2");
    CheckedResolver.Lookup changing =
        host -> new InetAddress[] {lookups.getAndIncrement() == 0 ? good : bad};
    try (RawServer server = RawServer.answering(OK);
        JettyCaller caller = caller(List.of("127.0.0.1/32"), changing, null)) {
      String url = "http://changing.example:" + server.port() + "/";
      assertThat(call(caller, url).status()).isEqualTo(200);
      assertThat(lookups).hasValue(1);
      assertThat(call(caller, url).status()).isEqualTo(200); // over the same connection
      assertThat(lookups).hasValue(1);
    }
  }

  @Test
  void onlyTrustedCertificatesAreAccepted(@TempDir Path folder)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path keys = folder.resolve("keys.p12");
    keytool(
        "-genkeypair",
        "-alias",
        "me",
        "-keyalg",
        "EC",
        "-dname",
        "CN=localhost",
        "-ext",
        "SAN=DNS:localhost",
        "-keystore",
        keys.toString(),
        "-storetype",
        "PKCS12");
    Path pem = folder.resolve("own.pem");
    keytool(
        "-exportcert",
        "-rfc",
        "-alias",
        "me",
        "-file",
        pem.toString(),
        "-keystore",
        keys.toString());
    try (RawServer server =
        new RawServer(
            context(keys).getServerSocketFactory(),
            (socket, out) -> out.write(OK.getBytes(StandardCharsets.UTF_8)))) {
      String url = "https://localhost:" + server.port() + "/";
      try (JettyCaller caller = caller(List.of("localhost"))) {
        assertThat(call(caller, url).status()).isNull();
      }
      KeyStore own = TrustedAuthorities.with(pem);
      try (JettyCaller caller = caller(List.of("localhost"), InetAddress::getAllByName, own)) {
        assertThat(call(caller, url).status()).isEqualTo(200);
      }
      CheckedResolver.Lookup other = host -> InetAddress.getAllByName("127.0.0.1");
      try (JettyCaller caller = caller(List.of("other.example"), other, own)) {
        String wrong = "https://other.example:" + server.port() + "/"; // not in the certificate
        assertThat(call(caller, wrong).status()).isNull();
      }
    }
  }

  private static void keytool(String... arguments) throws IOException, InterruptedException {
    List<String> command = new java.util.ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storepass", PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
  }

  private static SSLContext context(Path keys) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }
}
