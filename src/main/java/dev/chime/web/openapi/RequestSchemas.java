package dev.chime.web.openapi;

import static dev.chime.web.openapi.Schemas.having;
import static dev.chime.web.openapi.Schemas.where;
import static dev.chime.web.openapi.Schemas.without;

import dev.chime.web.openapi.Schemas.Fields;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.media.JsonSchema;
import java.util.List;

/** What requests have in their bodies. */
final class RequestSchemas {

  static final String CREATE = "CreateTimer";
  static final String AMEND = "AmendTimer";

  private static final String PAYLOAD =
      "Any JSON, up to 64 KiB in UTF-8. It comes back as it is; numbers keep their digits.";

  private RequestSchemas() {}

  static void addTo(Components components) {
    components.addSchemas(CREATE, create()).addSchemas(AMEND, amend());
  }

  private static JsonSchema create() {
    JsonSchema create =
        due()
            .with(
                "ifLate",
                Schemas.oneOf(
                    List.of("fire", "skip"),
                    "What to do when it comes due late, say after an outage: elapse (the default),"
                        + " or be skipped if later than `maxLateness`."))
            .with(
                "maxLateness",
                Forms.duration("With `skip`: how late it may still elapse; at most 100 years."))
            .with("payload", Schemas.anything(PAYLOAD))
            .with("labels", labels())
            .object("A timer to create: with exactly one of `delay` and `at`.");
    create.setAdditionalProperties(false);
    create.addOneOfItem(having("delay"));
    create.addOneOfItem(having("at"));
    create.setIf(where("ifLate", "skip"));
    create.setThen(having("maxLateness"));
    create.setElse(without(new JsonSchema(), "maxLateness"));
    return create;
  }

  private static JsonSchema amend() {
    JsonSchema amend =
        due()
            .with("payload", Schemas.anything(PAYLOAD))
            .with("labels", labels())
            .object(
                "A change of a timer: at least one field, not both `delay` and `at`. What is not"
                    + " there stays as it is; labels change all together.");
    amend.setAdditionalProperties(false);
    amend.setMinProperties(1);
    amend.setIf(having("delay"));
    amend.setThen(without(new JsonSchema(), "at"));
    return amend;
  }

  private static Fields due() {
    return new Fields()
        .with("delay", Forms.duration("When: how long from now, at most 100 years."))
        .with(
            "at",
            Schemas.time(
                "When: at this time (RFC 3339), at most 100 years from now. What has passed elapses"
                    + " at once.",
                ApiExamples.DUE));
  }

  /** Labels, as requests and answers have them. */
  static JsonSchema labels() {
    JsonSchema value = Schemas.string("Any text without the character U+0000.");
    value.setMaxLength(Forms.LONGEST_LABEL);
    JsonSchema labels = Schemas.anything("Names and values by which timers are found.");
    labels.addType("object");
    labels.setMaxProperties(32);
    JsonSchema name = new JsonSchema();
    name.setPattern("^" + Forms.LABEL_NAME + "$");
    labels.setPropertyNames(name);
    labels.setAdditionalProperties(value);
    return labels;
  }
}
