package dev.chime.web.problem;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/** Thrown if something other than a timer does not exist, or no longer exists. */
public final class NotFoundException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient ProblemDetail problem;

  private NotFoundException(ProblemType type, String field, String rule) {
    super(field + " " + rule, null, false, false);
    this.problem = type.problem(HttpStatus.NOT_FOUND, field, rule);
  }

  /** There is no delivery with this id. */
  public static NotFoundException delivery() {
    return new NotFoundException(ProblemType.UNKNOWN_DELIVERY, "id", "must be that of a delivery");
  }

  /** There is no endpoint with this name. */
  public static NotFoundException endpoint() {
    return new NotFoundException(
        ProblemType.UNKNOWN_ENDPOINT, "name", "must be that of an endpoint");
  }

  /** There is no schedule with this id. */
  public static NotFoundException schedule() {
    return new NotFoundException(ProblemType.UNKNOWN_SCHEDULE, "id", "must be that of a schedule");
  }

  ProblemDetail problem() {
    return problem;
  }
}
