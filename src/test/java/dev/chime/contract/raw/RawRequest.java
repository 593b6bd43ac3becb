package dev.chime.contract.raw;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A request as bytes, in the making. */
final class RawRequest {

  /** A header, whose value may be any bytes but line ends. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  record Header(String name, byte[] value) {}

  String method;
  byte[] target;
  String version = "HTTP/1.1";
  final List<Header> headers = new ArrayList<>();
  byte[] body = {};

  /** Whether the headers say how long the body is, as they should. */
  boolean framed = true;

  /** What was done to it. */
  final List<String> mutations = new ArrayList<>();

  RawRequest(String method, String target) {
    this.method = method;
    this.target = bytes(target);
  }

  RawRequest header(String name, String value) {
    headers.add(new Header(name, bytes(value)));
    return this;
  }

  RawRequest json(String json) {
    body = json.getBytes(StandardCharsets.UTF_8);
    return header("Content-Type", "application/json");
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** All of it, as it goes over the socket. */
  byte[] toBytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(bytes(method + " "));
    out.writeBytes(target);
    out.writeBytes(bytes(" " + version + "\r\n"));
    for (Header header : headers) {
      out.writeBytes(bytes(header.name() + ": "));
      out.writeBytes(header.value());
      out.writeBytes(bytes("\r\n"));
    }
    if (framed && body.length > 0) {
      out.writeBytes(bytes("Content-Length: " + body.length + "\r\n"));
    }
    out.writeBytes(bytes("\r\n"));
    out.writeBytes(body);
    return out.toByteArray();
  }

  /** All of it on one line of ASCII, to be read and to be sent again. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(mutations + " ");
    for (byte each : toBytes()) {
      text.append(each >= ' ' && each < 127 ? (char) each : "\\x%02x".formatted(each & 0xff));
    }
    return text.toString();
  }
}
