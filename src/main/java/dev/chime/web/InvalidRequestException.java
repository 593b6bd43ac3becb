package dev.chime.web;

import org.springframework.http.HttpStatus;

/** A request breaks a rule: which field, and which rule. */
final class InvalidRequestException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final HttpStatus status;
  private final String field;
  private final String rule;

  InvalidRequestException(String field, String rule) {
    this(HttpStatus.BAD_REQUEST, field, rule);
  }

  InvalidRequestException(HttpStatus status, String field, String rule) {
    super(field + " " + rule, null, false, false); // the client's mistake: no stack trace
    this.status = status;
    this.field = field;
    this.rule = rule;
  }

  HttpStatus status() {
    return status;
  }

  String field() {
    return field;
  }

  String rule() {
    return rule;
  }
}
