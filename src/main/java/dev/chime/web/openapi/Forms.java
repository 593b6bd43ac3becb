package dev.chime.web.openapi;

import dev.chime.timer.TimerState;
import io.swagger.v3.oas.models.media.JsonSchema;
import java.util.List;
import java.util.stream.Stream;

/** The forms that texts have in bodies, parameters and headers alike. */
final class Forms {

  static final String ID = "^[A-Za-z0-9._~-]{1,128}$";
  static final String LABEL_NAME = "[A-Za-z0-9._/-]{1,63}";
  static final int LONGEST_LABEL = 255;

  /** Entity tags, or {@code *}. */
  static final String TAGS = "^(\\*|(W/)?\"[^\"]*\"( *, *(W/)?\"[^\"]*\")*)$";

  /** Hours, minutes and seconds, at least one of them. */
  private static final String SECONDS = "[0-9]{1,12}(\\.[0-9]{1,9})?S";

  private static final String TIME =
      "T([0-9]{1,9}H([0-9]{1,9}M)?(SECONDS)?|[0-9]{1,9}M(SECONDS)?|SECONDS)"
          .replace("SECONDS", SECONDS);

  private static final String ISO = "P([0-9]{1,5}D|([0-9]{1,5}D)?" + TIME + ")";
  private static final String DURATION = "[0-9]{1,13}(ms|s|m|h|d)|" + ISO;

  private Forms() {}

  /** A duration as clients may write it. */
  static JsonSchema duration(String description) {
    return Schemas.matching("^(" + DURATION + ")$", description, "30s", "1500ms", "PT1M30S");
  }

  /** A duration, or a number of seconds. */
  static JsonSchema wait(String description) {
    return Schemas.matching("^([0-9]{1,18}|" + DURATION + ")$", description, "20s", "0");
  }

  /** A duration as it is answered. */
  static JsonSchema isoDuration(String description) {
    return Schemas.matching("^P" + TIME + "$", description, "PT29.998S");
  }

  static JsonSchema label(String description) {
    return Schemas.matching(
        "^" + LABEL_NAME + ":[\\s\\S]{0," + LONGEST_LABEL + "}$", description, "kind:reminder");
  }

  static JsonSchema state(String description) {
    List<String> names = Stream.of(TimerState.values()).map(TimerState::name).toList();
    return Schemas.oneOf(names, description);
  }
}
