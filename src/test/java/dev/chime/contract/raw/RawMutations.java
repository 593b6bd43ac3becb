package dev.chime.contract.raw;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;

/** What can be wrong with a request's bytes. */
final class RawMutations {

  /** Names of headers that some part of the server reads. */
  private static final List<String> HEADERS =
      List.of(
          "Accept",
          "Accept-Charset",
          "Accept-Encoding",
          "Accept-Language",
          "Access-Control-Request-Headers",
          "Access-Control-Request-Method",
          "Authorization",
          "Content-Disposition",
          "Content-Encoding",
          "Content-Type",
          "Cookie",
          "Expect",
          "Forwarded",
          "Host",
          "Idempotency-Key",
          "If-Match",
          "If-Modified-Since",
          "If-None-Match",
          "If-Unmodified-Since",
          "Last-Event-ID",
          "Origin",
          "Prefer",
          "Range",
          "Referer",
          "TE",
          "Upgrade",
          "User-Agent",
          "X-Forwarded-For",
          "X-Forwarded-Host",
          "X-Forwarded-Prefix",
          "X-Forwarded-Proto",
          "X-HTTP-Method-Override",
          "traceparent");

  private static final List<String> CONTENT_TYPES =
      List.of(
          "application/json;charset=bogus",
          "application/json;charset=",
          "application/json;charset=\"\"",
          "application/json; charset=utf-16",
          "application/json;charset=iso-8859-1",
          "application/json;charset=utf-8,application/json",
          "application/json;;charset",
          "application/x-ndjson;charset=undefined",
          "application/*",
          "*/*",
          "text",
          "/",
          ";",
          "text/plain",
          "application/x-www-form-urlencoded",
          "multipart/form-data",
          "multipart/form-data; boundary=x");

  /** Sequences that are no UTF-8: overlong, surrogates, beyond U+10FFFF, cut off, stray. */
  private static final List<byte[]> NOT_UTF_8 =
      List.of(
          new byte[] {(byte) 0xC0, (byte) 0xAF},
          new byte[] {(byte) 0xC1, (byte) 0xBF},
          new byte[] {(byte) 0xC0, (byte) 0x80},
          new byte[] {(byte) 0xE0, (byte) 0x80, (byte) 0xAF},
          new byte[] {(byte) 0xF0, (byte) 0x80, (byte) 0x80, (byte) 0xAF},
          new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
          new byte[] {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
          new byte[] {(byte) 0xF5, (byte) 0x80, (byte) 0x80, (byte) 0x80},
          new byte[] {(byte) 0xE2, (byte) 0x82},
          new byte[] {(byte) 0x80},
          new byte[] {(byte) 0xFF});

  private static final List<String> CODINGS =
      List.of("gzip", "br", "deflate", "aws-chunked", "identity", "x-gzip", "gzip, gzip", "", ",");

  private static final List<String> METHODS =
      List.of("TRACE", "CONNECT", "PROPFIND", "get", "Q", "OPTIONS", "PATCH", "DELETE", "POST");

  private static final List<String> TARGETS =
      List.of(
          "/timers/./x",
          "/timers/x/../y",
          "/timers/x;a=1",
          "//timers",
          "/timers//x",
          "/timers/%",
          "/timers/%zz",
          "/timers/%00",
          "/timers/%2e%2e",
          "/timers/%c0%af",
          "/timers/..%2f",
          "/timers\\x",
          "/actuator/../timers",
          "/timers?limit",
          "/timers?=&&%",
          "*",
          "http://[::1",
          "timers");

  private final SplittableRandom random;

  RawMutations(SplittableRandom random) {
    this.random = random;
  }

  void mutate(RawRequest request) {
    switch (random.nextInt(12)) {
      case 0, 1 -> header(request, pick(HEADERS), junk(24), "any bytes in a header");
      case 2 -> header(request, pick(HEADERS), printable(16), "any text in a header");
      case 3 -> contentType(request);
      case 4 -> insert(request, pick(NOT_UTF_8), "not UTF-8");
      case 5 -> {
        request.body = junk(60);
        request.mutations.add("any bytes as body");
      }
      case 6 -> flip(request);
      case 7 -> otherCharset(request);
      case 8 -> coding(request);
      case 9 -> {
        request.target = RawRequest.bytes(pick(TARGETS));
        request.mutations.add("target");
      }
      case 10 -> {
        request.method = pick(METHODS);
        request.mutations.add("method");
      }
      default -> query(request);
    }
  }

  /** Breaks how the server can know where the request ends. */
  void breakFraming(RawRequest request) {
    request.framed = false;
    request.mutations.add("framing");
    switch (random.nextInt(7)) {
      case 0 -> request.header("Content-Length", Integer.toString(request.body.length + 5));
      case 1 -> request.header("Content-Length", "-1");
      case 2 ->
          request
              .header("Content-Length", Integer.toString(request.body.length))
              .header("Content-Length", "3");
      case 3 -> request.header("Transfer-Encoding", pick(List.of("chunked", "gzip", "x", "")));
      case 4 ->
          request.headers.add(
              new RawRequest.Header(new String(junk(5), StandardCharsets.ISO_8859_1), junk(5)));
      case 5 -> request.version = pick(List.of("HTTP/1.2", "HTTP/2.0", "HTTP/0.9", "HTP", ""));
      default -> request.target = junk(20);
    }
  }

  private void header(RawRequest request, String name, byte[] value, String what) {
    if (random.nextInt(3) > 0) {
      request.headers.removeIf(each -> each.name().equals(name));
    }
    request.headers.add(new RawRequest.Header(name, value));
    request.mutations.add(what);
  }

  private void contentType(RawRequest request) {
    header(request, "Content-Type", RawRequest.bytes(pick(CONTENT_TYPES)), "content type");
  }

  private void insert(RawRequest request, byte[] what, String why) {
    int at = request.body.length == 0 ? 0 : random.nextInt(request.body.length);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(request.body, 0, at);
    out.writeBytes(what);
    out.write(request.body, at, request.body.length - at);
    request.body = out.toByteArray();
    request.mutations.add(why);
  }

  private void flip(RawRequest request) {
    request.body = request.body.clone();
    if (request.body.length > 0) {
      request.body[random.nextInt(request.body.length)] = (byte) random.nextInt(256);
    }
    request.mutations.add("another byte");
  }

  private void otherCharset(RawRequest request) {
    String text = new String(request.body, StandardCharsets.UTF_8);
    request.body =
        text.getBytes(
            pick(
                List.of(
                    StandardCharsets.UTF_16,
                    StandardCharsets.UTF_16LE,
                    StandardCharsets.UTF_16BE,
                    StandardCharsets.UTF_32,
                    StandardCharsets.UTF_32LE)));
    request.mutations.add("another charset");
  }

  private void coding(RawRequest request) {
    String coding = pick(CODINGS);
    if (random.nextBoolean()) {
      request.body = gzip(request.body);
    }
    if (random.nextInt(4) == 0) {
      request.body = Arrays.copyOf(request.body, request.body.length / 2);
    }
    header(request, "Content-Encoding", RawRequest.bytes(coding), "content coding");
  }

  private static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private void query(RawRequest request) {
    String name = pick(List.of("wait", "limit", "cursor", "state", "label", "id", "mode", "x"));
    String text = new String(request.target, StandardCharsets.ISO_8859_1);
    String value = new String(printable(12), StandardCharsets.ISO_8859_1).replace(' ', '+');
    request.target = RawRequest.bytes(text + (text.contains("?") ? "&" : "?") + name + "=" + value);
    request.mutations.add("query");
  }

  /** Any bytes but those that end a line. */
  private byte[] junk(int most) {
    byte[] bytes = new byte[random.nextInt(most) + 1];
    random.nextBytes(bytes);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n' || bytes[i] == '\r') {
        bytes[i] = '?';
      }
    }
    return bytes;
  }

  private byte[] printable(int most) {
    byte[] bytes = new byte[random.nextInt(most) + 1];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) random.nextInt(' ', 127);
    }
    return bytes;
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
