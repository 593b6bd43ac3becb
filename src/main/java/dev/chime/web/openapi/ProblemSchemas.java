package dev.chime.web.openapi;

import dev.chime.web.openapi.Schemas.Fields;
import dev.chime.web.problem.ProblemType;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.media.JsonSchema;
import java.util.List;
import java.util.stream.Stream;

/** What is answered when something is wrong (RFC 9457). */
final class ProblemSchemas {

  static final String PROBLEM = "Problem";

  /** The type of problems that say no more than their status. */
  static final String PLAIN = "about:blank";

  private ProblemSchemas() {}

  static void addTo(Components components) {
    components
        .addSchemas(PROBLEM, problem())
        .addSchemas(
            "Violation",
            new Fields()
                .with(
                    "field",
                    Schemas.string("A field of the body, a parameter or a header.", "delay"))
                .with("rule", Schemas.string("The rule that it breaks.", "must not be negative"))
                .object("What is wrong with one field.", "field", "rule"));
  }

  private static JsonSchema problem() {
    return new Fields()
        .with("type", type())
        .with("title", Schemas.string("The kind of problem, in words.", "There is no such timer"))
        .with("status", Schemas.integer(400, 599, "The status.", 404))
        .with("detail", Schemas.string("This very problem, in words."))
        .with("instance", Schemas.string("The path that was asked for.", "/timers/x"))
        .with(
            "errors",
            Schemas.list(Schemas.ref("Violation"), 1, 100, "Which fields break which rules."))
        .with("timer", Schemas.ref(TimerSchemas.TIMER))
        .with(
            "ids",
            Schemas.list(
                Schemas.matching(Forms.ID, "An id.", ApiExamples.ID), "The ids of no timer."))
        .object("Problem details.", "title", "status");
  }

  /** Not one of a closed set: a client made from this document has to put up with new kinds. */
  private static JsonSchema type() {
    JsonSchema type =
        Schemas.string(
            "The kind of problem; `"
                + PLAIN
                + "`, which may be left out, if it is no other than the status. More kinds may"
                + " come."
                + list(),
            ProblemType.UNKNOWN_TIMER.uri().toString());
    type.setFormat("uri");
    type.setDefault(PLAIN);
    return type;
  }

  private static String list() {
    List<String> lines =
        Stream.of(ProblemType.values())
            .map(each -> "- `" + each.uri() + "`: " + each.title())
            .toList();
    return "\n\n" + String.join("\n", lines);
  }
}
