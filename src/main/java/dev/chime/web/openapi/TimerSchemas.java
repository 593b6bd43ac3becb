package dev.chime.web.openapi;

import static dev.chime.web.openapi.Schemas.having;
import static dev.chime.web.openapi.Schemas.where;
import static dev.chime.web.openapi.Schemas.without;

import dev.chime.web.openapi.Schemas.Fields;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.media.JsonSchema;

/** What is answered when all is well. */
final class TimerSchemas {

  static final String TIMER = "Timer";
  static final String PAGE = "TimerPage";
  static final String WAITED = "Waited";
  static final String CANCELLED = "Cancelled";
  static final String RESULTS = "Results";

  private TimerSchemas() {}

  static void addTo(Components components) {
    components
        .addSchemas(TIMER, timer())
        .addSchemas(PAGE, page())
        .addSchemas(
            WAITED,
            new Fields()
                .with(
                    "timers",
                    Schemas.list(
                        Schemas.ref(TIMER), "The timers, in the order of the ids asked for."))
                .object("Timers that were waited for, as they then stood.", "timers"))
        .addSchemas(
            CANCELLED,
            new Fields()
                .with("cancelled", Schemas.integer(0, "How many timers were cancelled.", 12))
                .object("What came of cancelling many.", "cancelled"))
        .addSchemas(
            RESULTS,
            new Fields()
                .with(
                    "results", Schemas.list(Schemas.ref("Result"), "One for each item, in order."))
                .object("What came of a batch.", "results"))
        .addSchemas("Result", result());
  }

  private static JsonSchema timer() {
    JsonSchema timer =
        new Fields()
            .with("id", Schemas.matching(Forms.ID, "Its name.", ApiExamples.ID))
            .with("state", Forms.state("Where it stands. All but `PENDING` are final."))
            .with("deadline", Schemas.time("When it is to elapse, never before.", ApiExamples.DUE))
            .with("createdAt", Schemas.time("When it was accepted.", ApiExamples.NOW))
            .with("elapsedAt", Schemas.time("When it elapsed.", ApiExamples.DUE))
            .with("cancelledAt", Schemas.time("When it was cancelled.", ApiExamples.NOW))
            .with("skippedAt", Schemas.time("When it was found too late.", ApiExamples.DUE))
            .with(
                "latenessMs",
                Schemas.integer(
                    0L, "Milliseconds from when it was due to when it elapsed or was skipped.", 1))
            .with("remaining", Forms.isoDuration("How long it still has, while it is pending."))
            .with("ifLate", Schemas.matching("^skip$", "Left out for `fire`.", "skip"))
            .with("maxLateness", Forms.isoDuration("How late it may elapse, if that matters."))
            .with("payload", Schemas.anything("The client's JSON, as it came; left out if none."))
            .with("labels", RequestSchemas.labels())
            .with("version", Schemas.integer(1L, "1 at first, one more with each change.", 1))
            .object(
                "A timer. Times are in UTC with milliseconds; what does not apply is left out.",
                "id",
                "state",
                "deadline",
                "createdAt",
                "labels",
                "version");
    timer.setIf(where("state", "PENDING"));
    timer.setThen(
        without(having("remaining"), "elapsedAt", "cancelledAt", "skippedAt", "latenessMs"));
    timer.setElse(decided());
    return timer;
  }

  private static JsonSchema decided() {
    JsonSchema elapsed = without(new JsonSchema(), "remaining");
    elapsed.setIf(where("state", "ELAPSED"));
    elapsed.setThen(without(having("elapsedAt", "latenessMs"), "cancelledAt", "skippedAt"));
    JsonSchema cancelled = new JsonSchema();
    cancelled.setIf(where("state", "CANCELLED"));
    cancelled.setThen(without(having("cancelledAt"), "elapsedAt", "skippedAt", "latenessMs"));
    cancelled.setElse(
        without(
            having("skippedAt", "latenessMs", "ifLate", "maxLateness"),
            "elapsedAt",
            "cancelledAt"));
    elapsed.setElse(cancelled);
    return elapsed;
  }

  private static JsonSchema page() {
    return new Fields()
        .with(
            "timers",
            Schemas.list(
                Schemas.ref(TIMER),
                0,
                1000,
                "Timers of the list; may be fewer than asked for even if more are to come."))
        .with("next", Schemas.string("The `cursor` of the next page; left out at the end."))
        .object("A page of a list.", "timers");
  }

  private static JsonSchema result() {
    JsonSchema result =
        new Fields()
            .with("status", Schemas.integer(200, 599, "The status.", 201))
            .with("timer", Schemas.ref(TIMER))
            .with("problem", Schemas.ref(ProblemSchemas.PROBLEM))
            .object("What came of an item: what it would have been answered on its own.", "status");
    result.addOneOfItem(having("timer"));
    result.addOneOfItem(having("problem"));
    return result;
  }
}
