package dev.chime.web;

import java.net.URI;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/** The kinds of problem that are Chime's own; others are plain HTTP statuses. */
enum ProblemType {
  INVALID_REQUEST("invalid-request", "The request breaks a rule"),
  NOT_JSON("not-json", "The body is not JSON"),
  UNKNOWN_TIMER("unknown-timer", "There is no such timer"),
  TOO_MANY_TIMERS("too-many-timers", "As many timers are pending as may be"),
  STORE_FULL("store-full", "There is no room left to keep timers"),
  OVERLOADED("overloaded", "There is no room for more at present"),
  STORE_UNAVAILABLE("store-unavailable", "The store cannot be used at present");

  /**
   * What the extension {@code errors} lists.
   *
   * @param field the field, parameter or header
   * @param rule the rule that it breaks
   */
  record Violation(String field, String rule) {}

  private static final String BASE = "https://chime.dev/problems/";

  private final URI uri;
  private final String title;

  ProblemType(String name, String title) {
    this.uri = URI.create(BASE + name);
    this.title = title;
  }

  /** A problem of this type (RFC 9457). */
  ProblemDetail problem(HttpStatus status, String detail) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
    problem.setType(uri);
    problem.setTitle(title);
    return problem;
  }

  /** A problem of this type that lies in one field. */
  ProblemDetail problem(HttpStatus status, String field, String rule) {
    ProblemDetail problem = problem(status, field + " " + rule);
    blame(problem, field, rule);
    return problem;
  }

  /** Adds the field and the rule to a problem. */
  static void blame(ProblemDetail problem, String field, String rule) {
    problem.setProperty("errors", List.of(new Violation(field, rule)));
  }
}
