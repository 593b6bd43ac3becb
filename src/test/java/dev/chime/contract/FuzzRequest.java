package dev.chime.contract;

import dev.chime.contract.OpenApiDocument.Operation;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A request that is being made up. */
final class FuzzRequest {

  /** A name and a value, of a parameter or a header. */
  record Pair(String name, String value) {}

  final Operation operation;
  final List<Pair> query = new ArrayList<>();
  final List<Pair> headers = new ArrayList<>();
  String method;
  String id = "";
  String rawQuery = "";
  byte @Nullable [] body;

  /** What was done to it, in words; nothing for a valid one. */
  final List<String> mutations = new ArrayList<>();

  /** Whether it is certain to be refused. */
  boolean mustBeRefused;

  FuzzRequest(Operation operation) {
    this.operation = operation;
    this.method = operation.method();
  }

  boolean isValid() {
    return mutations.isEmpty();
  }

  /** The path and the query. */
  String target() {
    String pairs =
        query.stream()
            .map(each -> each.name() + "=" + encode(each.value()))
            .collect(Collectors.joining("&"));
    String all = pairs + rawQuery;
    String path = operation.path().replaceFirst("\\{\\w+}", Matcher.quoteReplacement(encode(id)));
    return path + (all.isEmpty() ? "" : "?" + all);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public String toString() {
    return "%s %s %s %s (%s)"
        .formatted(
            method,
            target(),
            headers,
            body == null ? "" : new String(body, StandardCharsets.UTF_8),
            isValid() ? "valid" : mutations);
  }
}
