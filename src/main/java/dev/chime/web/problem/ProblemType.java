package dev.chime.web.problem;

import java.net.URI;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/** The kinds of problem that are Chime's own; others are plain HTTP statuses. */
public enum ProblemType {
  /** The request breaks a rule; {@code errors} says which. */
  INVALID_REQUEST("invalid-request", "The request breaks a rule"),
  /** The body cannot be read. */
  NOT_JSON("not-json", "The body is not JSON"),
  /** There is no such timer, or not any more, or not in this namespace. */
  UNKNOWN_TIMER("unknown-timer", "There is no such timer"),
  /** The id belongs to a timer that another request created. */
  ID_TAKEN("id-taken", "There is another timer of this id"),
  /** The timer has its outcome; {@code timer} says which. */
  DECIDED("decided", "The timer has its outcome"),
  /** The same idempotency key is being worked on. */
  IN_FLIGHT("in-flight", "The same request is being worked on"),
  /** {@code If-Match} or {@code If-None-Match} is not met. */
  PRECONDITION_FAILED("precondition-failed", "The precondition is not met"),
  /** A key is needed, and there is none or a wrong one. */
  UNAUTHORIZED("unauthorized", "An API key is needed"),
  /** The key does not allow this. */
  FORBIDDEN("forbidden", "The API key does not allow this"),
  /** Too many wrong keys came from this address. */
  TOO_MANY_FAILURES("too-many-failures", "Too many wrong API keys came from this address"),
  /** As many timers are pending as may be. */
  TOO_MANY_TIMERS("too-many-timers", "As many timers are pending as may be"),
  /** More timers are created in a second than may be. */
  TOO_MANY_CREATES("too-many-creates", "Timers are created faster than they may be"),
  /** As many requests wait as may. */
  TOO_MANY_WAITERS("too-many-waiters", "As many requests are waiting as may"),
  /** The disk is full, or the store at its limit. */
  STORE_FULL("store-full", "There is no room left to keep timers"),
  /** Some queue is full. */
  OVERLOADED("overloaded", "There is no room for more at present"),
  /** The store cannot be read or written. */
  STORE_UNAVAILABLE("store-unavailable", "The store cannot be used at present");

  /**
   * What the extension {@code errors} lists.
   *
   * @param field the field, parameter or header
   * @param rule the rule that it breaks
   */
  public record Violation(String field, String rule) {}

  private static final String BASE = "https://chime.dev/problems/";

  private final URI uri;
  private final String title;

  ProblemType(String name, String title) {
    this.uri = URI.create(BASE + name);
    this.title = title;
  }

  /** A problem of this type (RFC 9457). */
  public ProblemDetail problem(HttpStatus status, String detail) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
    problem.setType(uri);
    problem.setTitle(title);
    return problem;
  }

  /** A problem of this type that lies in one field. */
  public ProblemDetail problem(HttpStatus status, String field, String rule) {
    ProblemDetail problem = problem(status, field + " " + rule);
    blame(problem, field, rule);
    return problem;
  }

  /** Adds the field and the rule to a problem. */
  public static void blame(ProblemDetail problem, String field, String rule) {
    problem.setProperty("errors", List.of(new Violation(field, rule)));
  }

  /** Says in a problem what {@code Retry-After} says, which an item of a batch does not have. */
  public static void retryAfter(ProblemDetail problem, long seconds) {
    problem.setProperty("retryAfter", seconds);
  }

  /** The type, as problems name it. */
  public URI uri() {
    return uri;
  }

  /** The type, in words. */
  public String title() {
    return title;
  }
}
