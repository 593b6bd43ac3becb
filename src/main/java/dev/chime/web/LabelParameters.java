package dev.chime.web;

import dev.chime.web.problem.InvalidRequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parses query parameters {@code label=name:value}. */
final class LabelParameters {

  private static final int MOST = 8;

  private LabelParameters() {}

  static List<Map.Entry<String, String>> parse(@Nullable List<String> parameters) {
    if (parameters == null) {
      return List.of();
    }
    if (parameters.size() > MOST) {
      throw new InvalidRequestException("label", "must be given at most " + MOST + " times");
    }
    List<Map.Entry<String, String>> labels = new ArrayList<>();
    for (String parameter : parameters) {
      int colon = parameter.indexOf(':');
      if (colon < 1) {
        throw new InvalidRequestException("label", "must be a name, a colon and a value");
      }
      Map.Entry<String, String> label =
          Map.entry(parameter.substring(0, colon), parameter.substring(colon + 1));
      Labels.check("label", label.getKey(), label.getValue());
      if (!labels.contains(label)) {
        labels.add(label);
      }
    }
    return labels;
  }
}
