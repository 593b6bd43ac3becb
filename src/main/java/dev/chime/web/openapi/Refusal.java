package dev.chime.web.openapi;

import static dev.chime.web.problem.ProblemType.DECIDED;
import static dev.chime.web.problem.ProblemType.FORBIDDEN;
import static dev.chime.web.problem.ProblemType.ID_TAKEN;
import static dev.chime.web.problem.ProblemType.INVALID_REQUEST;
import static dev.chime.web.problem.ProblemType.IN_FLIGHT;
import static dev.chime.web.problem.ProblemType.NOT_JSON;
import static dev.chime.web.problem.ProblemType.OVERLOADED;
import static dev.chime.web.problem.ProblemType.PRECONDITION_FAILED;
import static dev.chime.web.problem.ProblemType.STORE_FULL;
import static dev.chime.web.problem.ProblemType.STORE_UNAVAILABLE;
import static dev.chime.web.problem.ProblemType.TOO_MANY_CREATES;
import static dev.chime.web.problem.ProblemType.TOO_MANY_FAILURES;
import static dev.chime.web.problem.ProblemType.TOO_MANY_TIMERS;
import static dev.chime.web.problem.ProblemType.TOO_MANY_WAITERS;
import static dev.chime.web.problem.ProblemType.UNAUTHORIZED;
import static dev.chime.web.problem.ProblemType.UNKNOWN_TIMER;

import dev.chime.web.problem.ProblemType;
import dev.chime.web.problem.RateLimit;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/** Answers that are problems: at which status, of which types. */
enum Refusal {
  BAD_REQUEST(400, INVALID_REQUEST),
  BAD_BODY(400, INVALID_REQUEST, NOT_JSON),
  NO_KEY(401, UNAUTHORIZED),
  KEY_NOT_ENOUGH(403, FORBIDDEN),
  UNKNOWN(404, UNKNOWN_TIMER),
  NOT_ACCEPTABLE(406),
  ID_IN_USE(409, ID_TAKEN),
  KEY_IN_FLIGHT(409, IN_FLIGHT),
  OUTCOME(409, DECIDED),
  PRECONDITION(412, PRECONDITION_FAILED),
  TOO_LARGE(413, INVALID_REQUEST),
  URI_TOO_LONG(414),
  NOT_SUPPORTED(415),
  KEY_REUSED(422, INVALID_REQUEST),
  TOO_MANY(429, TOO_MANY_FAILURES),
  TOO_MANY_TO_CREATE(429, TOO_MANY_CREATES, TOO_MANY_TIMERS, TOO_MANY_FAILURES),
  TOO_MANY_TO_WAIT(429, TOO_MANY_WAITERS, TOO_MANY_FAILURES),
  HEADERS_TOO_LARGE(431, INVALID_REQUEST),
  UNAVAILABLE(503, OVERLOADED, STORE_UNAVAILABLE),
  UNAVAILABLE_TO_WAIT(503, OVERLOADED, STORE_UNAVAILABLE, TOO_MANY_WAITERS),
  FULL(507, STORE_FULL);

  private final int status;

  @SuppressWarnings("ImmutableEnumChecker") // List.of is
  private final List<ProblemType> types;

  Refusal(int status, ProblemType... types) {
    this.status = status;
    this.types = List.of(types);
  }

  int status() {
    return status;
  }

  /** Its name among the components. */
  String label() {
    return Stream.of(name().split("_"))
        .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
        .collect(Collectors.joining());
  }

  ApiResponse response() {
    ApiResponse response = new ApiResponse().description(description());
    response.content(
        Contents.of(
            MediaType.APPLICATION_PROBLEM_JSON_VALUE,
            Schemas.ref(ProblemSchemas.PROBLEM),
            examples()));
    return switch (this) {
      case NO_KEY -> ResponseHeaders.add(response, HttpHeaders.WWW_AUTHENTICATE);
      case NOT_SUPPORTED ->
          ResponseHeaders.add(response, HttpHeaders.ACCEPT, HttpHeaders.ACCEPT_PATCH);
      case TOO_MANY, TOO_MANY_TO_CREATE, TOO_MANY_TO_WAIT ->
          ResponseHeaders.add(
              response, HttpHeaders.RETRY_AFTER, RateLimit.FIELD, RateLimit.POLICY_FIELD);
      case UNAVAILABLE, UNAVAILABLE_TO_WAIT, FULL ->
          ResponseHeaders.add(response, HttpHeaders.RETRY_AFTER);
      default -> response;
    };
  }

  private String description() {
    return switch (this) {
      case BAD_REQUEST -> "A parameter or header breaks a rule, or the request is not proper HTTP.";
      case BAD_BODY -> "The body, a parameter or header breaks a rule, or it is not proper HTTP.";
      case NO_KEY -> "An API key is needed.";
      case KEY_NOT_ENOUGH -> "The API key does not allow this.";
      case UNKNOWN -> "There is no such timer, or not any more.";
      case NOT_ACCEPTABLE -> "`Accept` does not admit the type of the answer.";
      case ID_IN_USE -> "There is another timer of this id.";
      case KEY_IN_FLIGHT -> "The first request with this `Idempotency-Key` is being worked on.";
      case OUTCOME -> "The timer has its outcome: it is in `timer`.";
      case PRECONDITION -> "`If-Match` or `If-None-Match` is not met.";
      case TOO_LARGE -> "The body, or the payload in it, is too large.";
      case URI_TOO_LONG -> "The path and query are too long.";
      case NOT_SUPPORTED -> "The body's type is none that is understood.";
      case KEY_REUSED -> "This `Idempotency-Key` was used for another request.";
      case TOO_MANY -> "Too many wrong API keys came from this address.";
      case TOO_MANY_TO_CREATE -> "A limit on timers is reached.";
      case TOO_MANY_TO_WAIT -> "As many requests are waiting as may with this API key.";
      case HEADERS_TOO_LARGE -> "The headers are too large.";
      case UNAVAILABLE -> "There is no room at present. What was accepted is not affected.";
      case UNAVAILABLE_TO_WAIT ->
          "There is no room at present, or none for one more that waits. What was accepted is not"
              + " affected.";
      case FULL -> "There is no room left on the disk. What was accepted is not affected.";
    };
  }

  /** One of each type, named like it. */
  private Map<String, Example> examples() {
    Map<String, Example> examples = new LinkedHashMap<>();
    for (ProblemType type : types) {
      String uri = type.uri().toString();
      examples.put(uri.substring(uri.lastIndexOf('/') + 1), ProblemExamples.of(type, status, this));
    }
    if (types.isEmpty() || status == HttpStatus.BAD_REQUEST.value()) {
      examples.put("plain", ProblemExamples.plain(HttpStatus.valueOf(status)));
    }
    return examples;
  }
}
