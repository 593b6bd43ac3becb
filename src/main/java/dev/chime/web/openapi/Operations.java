package dev.chime.web.openapi;

import static dev.chime.web.openapi.Answer.CREATED;
import static dev.chime.web.openapi.Answer.NOT_MODIFIED;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What can be asked for, by method and path, and what is answered. */
final class Operations {

  static final String PUT_TIMER = "putTimer";
  static final String CANCEL_TIMERS = "cancelTimers";

  private static final Map<String, OperationText> ALL = new LinkedHashMap<>();

  static {
    put(
        "POST /timers",
        new OperationText("createTimer", "Create a timer")
            .about("The answer comes when the timer is on disk.")
            .creates(RequestBodies.create())
            .answers(CREATED)
            .refuses(Refusal.KEY_IN_FLIGHT, Refusal.KEY_REUSED));
    put(
        "GET /timers",
        new OperationText("listTimers", "List timers")
            .about(
                "A page at a time, in the order of their ids; with `dueAfter` or `dueBefore` and no"
                    + " `label`, of their deadlines.")
            .answers(Answer.PAGE));
    put(
        "DELETE /timers",
        new OperationText(CANCEL_TIMERS, "Cancel timers")
            .about("Cancels all pending timers that have all of these labels.")
            .writes()
            .answers(Answer.CANCELLED));
    put(
        "POST /timers/batch",
        new OperationText("createTimers", "Create many timers")
            .about(
                "Up to 1,000, and 8 MB: a JSON array, or NDJSON. What is wrong with one of them is"
                    + " its own affair.")
            .creates(RequestBodies.batch())
            .answers(Answer.RESULTS));
    put(
        "GET /timers/wait",
        new OperationText("waitForTimers", "Wait for several timers")
            .about("Answers when one of them has its outcome, or all have, or the wait ends.")
            .waits()
            .answers(Answer.WAITED)
            .refuses(Refusal.UNKNOWN));
    put(
        "GET /timers/events",
        new OperationText("timerEvents", "Watch timers")
            .about("A stream of what becomes of all timers, or of those with some labels.")
            .streams()
            .answers(Answer.EVENTS));
    put(
        "GET /timers/{id}",
        new OperationText("getTimer", "Wait for a timer")
            .about(
                "Answers when the timer has its outcome, or when the wait ends; with"
                    + " `If-None-Match`, when it differs from what the client has seen.")
            .waits()
            .answers(Answer.WAITED_FOR, NOT_MODIFIED)
            .refuses(Refusal.UNKNOWN));
    put(
        "PUT /timers/{id}",
        new OperationText(PUT_TIMER, "Create a timer under an id of the client's")
            .about("The same request again changes nothing.")
            .creates(RequestBodies.create())
            .answers(CREATED, Answer.REPEATED)
            .refuses(Refusal.ID_IN_USE, Refusal.PRECONDITION));
    put(
        "PATCH /timers/{id}",
        new OperationText("rescheduleTimer", "Reschedule a timer, or change what it carries")
            .about("Only while it is pending. Those who wait for it go on waiting.")
            .writes(RequestBodies.amend())
            .answers(Answer.RESCHEDULED)
            .refuses(Refusal.UNKNOWN, Refusal.OUTCOME, Refusal.PRECONDITION));
    put(
        "DELETE /timers/{id}",
        new OperationText("cancelTimer", "Cancel a timer")
            .about("Unless it has an outcome. May be repeated.")
            .writes()
            .answers(Answer.OUTCOME)
            .refuses(Refusal.UNKNOWN, Refusal.PRECONDITION));
    put(
        "GET /timers/{id}/events",
        new OperationText("eventsOfTimer", "Watch a timer")
            .about("A stream of how it stands and what becomes of it, until it has its outcome.")
            .streams()
            .answers(Answer.EVENTS, Answer.NOTHING_TO_COME)
            .refuses(Refusal.UNKNOWN));
  }

  private Operations() {}

  private static void put(String methodAndPath, OperationText text) {
    ALL.put(methodAndPath, text);
  }

  /** All of them, in the order of the document. */
  static List<Map.Entry<String, OperationText>> all() {
    return List.copyOf(ALL.entrySet());
  }
}
