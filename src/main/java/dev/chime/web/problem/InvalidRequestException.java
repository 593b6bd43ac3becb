package dev.chime.web.problem;

import org.springframework.http.HttpStatus;

/** A request breaks a rule: which field, and which rule. */
public final class InvalidRequestException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final HttpStatus status;
  private final String field;
  private final String rule;

  /** A {@code 400} that blames a field, parameter or header. */
  public InvalidRequestException(String field, String rule) {
    this(HttpStatus.BAD_REQUEST, field, rule);
  }

  /** Another status that blames a field, parameter or header. */
  public InvalidRequestException(HttpStatus status, String field, String rule) {
    super(field + " " + rule, null, false, false); // the client's mistake: no stack trace
    this.status = status;
    this.field = field;
    this.rule = rule;
  }

  /** The status to answer with. */
  public HttpStatus status() {
    return status;
  }

  /** What breaks the rule. */
  public String field() {
    return field;
  }

  /** The rule that is broken. */
  public String rule() {
    return rule;
  }
}
