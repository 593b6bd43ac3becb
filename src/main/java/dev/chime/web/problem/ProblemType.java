package dev.chime.web.problem;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/** The problem types of Chime (RFC 9457). Other problems have only an HTTP status. */
public enum ProblemType {
  /** The request breaks a rule; {@code errors} says which. */
  INVALID_REQUEST("invalid-request", "The request breaks a rule"),
  /** The body cannot be read. */
  NOT_JSON("not-json", "The body is not JSON"),
  /** The timer does not exist in this namespace, or no longer exists. */
  UNKNOWN_TIMER("unknown-timer", "There is no such timer"),
  /** The delivery does not exist in this namespace, or no longer exists. */
  UNKNOWN_DELIVERY("unknown-delivery", "There is no such delivery"),
  /** The endpoint does not exist in this namespace. */
  UNKNOWN_ENDPOINT("unknown-endpoint", "There is no such endpoint"),
  /** The schedule does not exist in this namespace. */
  UNKNOWN_SCHEDULE("unknown-schedule", "There is no such schedule"),
  /** The token is not that of the delivery's lease; {@code delivery} says how it stands. */
  STALE_LEASE("stale-lease", "The lease is no longer held"),
  /** The id belongs to a timer that another request created. */
  ID_TAKEN("id-taken", "There is another timer of this id"),
  /** The timer already has its outcome; {@code timer} says which. */
  DECIDED("decided", "The timer has its outcome"),
  /** A request with the same idempotency key has no result yet. */
  IN_FLIGHT("in-flight", "The same request is being worked on"),
  /** {@code If-Match} or {@code If-None-Match} is not met. */
  PRECONDITION_FAILED("precondition-failed", "The precondition is not met"),
  /** The request needs an API key, but has none or a wrong one. */
  UNAUTHORIZED("unauthorized", "An API key is needed"),
  /** The key does not allow this. */
  FORBIDDEN("forbidden", "The API key does not allow this"),
  /** The request is for another host: a web page may have led its name here. */
  MISDIRECTED("misdirected", "The request is for another host"),
  /** The namespace goes by the clock of the service, which nobody can turn. */
  NO_TEST_CLOCK("no-test-clock", "The namespace has no test clock"),
  /** A test clock goes forward only; {@code now} says what it shows. */
  CLOCK_GOES_FORWARD("clock-goes-forward", "A test clock goes forward only"),
  /** Too many wrong keys came from this address. */
  TOO_MANY_FAILURES("too-many-failures", "Too many wrong API keys came from this address"),
  /** The limit of pending timers is reached. */
  TOO_MANY_TIMERS("too-many-timers", "As many timers are pending as may be"),
  /** The limit of created timers per second is exceeded. */
  TOO_MANY_CREATES("too-many-creates", "Timers are created faster than they may be"),
  /** The limit of waiting requests is reached. */
  TOO_MANY_WAITERS("too-many-waiters", "As many requests are waiting as may"),
  /** The disk is full, or the store has reached its limit. */
  STORE_FULL("store-full", "There is no room left to keep timers"),
  /** Another snapshot is being made. */
  SNAPSHOT_RUNNING("snapshot-running", "Another snapshot is being made"),
  /** The disk has no room for a snapshot. */
  NO_ROOM_FOR_SNAPSHOT("no-room-for-snapshot", "There is no room left for a snapshot"),
  /** The timers are in a database that has backups of its own. */
  NO_SNAPSHOTS("no-snapshots", "This store has no snapshots"),
  /** A queue is full. */
  OVERLOADED("overloaded", "There is no room for more at present"),
  /** The store cannot be read or written. */
  STORE_UNAVAILABLE("store-unavailable", "The store cannot be used at present");

  /**
   * An element of the extension {@code errors}.
   *
   * @param field the field, parameter or header
   * @param rule the rule that it breaks
   */
  public record Violation(String field, String rule) {}

  private static final String BASE = "https://chime.dev/problems/";

  private final String word;
  private final URI uri;
  private final String title;

  ProblemType(String word, String title) {
    this.word = word;
    this.uri = URI.create(BASE + word);
    this.title = title;
  }

  /** Creates a problem detail of this type. */
  public ProblemDetail problem(HttpStatus status, String detail) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
    problem.setType(uri);
    problem.setTitle(title);
    return problem;
  }

  /** Creates a problem detail of this type for one field. */
  public ProblemDetail problem(HttpStatus status, String field, String rule) {
    ProblemDetail problem = problem(status, field + " " + rule);
    blame(problem, field, rule);
    return problem;
  }

  /** Adds the field and the rule to a problem detail. */
  public static void blame(ProblemDetail problem, String field, String rule) {
    problem.setProperty("errors", List.of(new Violation(field, rule)));
  }

  /** Adds the value of {@code Retry-After}, because an item of a batch has no headers. */
  public static void retryAfter(ProblemDetail problem, long seconds) {
    problem.setProperty("retryAfter", seconds);
  }

  /** Whether a problem detail is of this type. */
  boolean isOf(@Nullable ProblemDetail problem) {
    return problem != null && uri.equals(problem.getType());
  }

  /** The type in a word: the end of its URI. */
  String word() {
    return word;
  }

  /** The URI of the type. */
  public URI uri() {
    return uri;
  }

  /** The title of the type. */
  public String title() {
    return title;
  }
}
