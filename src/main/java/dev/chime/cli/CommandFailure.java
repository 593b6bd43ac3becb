package dev.chime.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** A command could not do what it was asked to. */
final class CommandFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String remedy;

  /** A failure with a problem, and with what to do about it; empty if that is obvious. */
  CommandFailure(String problem, String remedy) {
    super(problem, null, false, false);
    this.remedy = remedy;
  }

  String remedy() {
    return remedy;
  }

  Map<String, String> toJson() {
    Map<String, String> json = new LinkedHashMap<>();
    json.put("error", String.valueOf(getMessage()));
    if (!remedy.isEmpty()) {
      json.put("remedy", remedy);
    }
    return json;
  }
}
