package dev.chime.web.problem;

import org.springframework.http.HttpStatus;

/** Thrown if a request breaks a rule. It has the field and the rule. */
public final class InvalidRequestException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final HttpStatus status;
  private final String field;
  private final String rule;

  /** Creates an exception for a field, parameter or header, with status {@code 400}. */
  public InvalidRequestException(String field, String rule) {
    this(HttpStatus.BAD_REQUEST, field, rule);
  }

  /** Creates an exception for a field, parameter or header, with another status. */
  public InvalidRequestException(HttpStatus status, String field, String rule) {
    super(field + " " + rule, null, false, false); // the client's mistake: no stack trace
    this.status = status;
    this.field = field;
    this.rule = rule;
  }

  /** The status of the response. */
  public HttpStatus status() {
    return status;
  }

  /** The field, parameter or header that breaks the rule. */
  public String field() {
    return field;
  }

  /** The rule, as a phrase that follows the field's name. */
  public String rule() {
    return rule;
  }
}
