package dev.chime.web.problem;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Converts the exceptions of the JSON parser to problem details, with the field and the rule. */
final class JsonProblems {

  private static final Pattern LIMIT =
      Pattern.compile("^(\\D+) \\(\\d+\\) exceeds the maximum allowed \\((\\d+)");

  private JsonProblems() {}

  static ProblemDetail of(@Nullable Throwable cause) {
    return switch (cause) {
      case StreamConstraintsException tooMuch -> tooMuch(tooMuch.getOriginalMessage());
      case StreamReadException notJson ->
          ProblemType.NOT_JSON.problem(HttpStatus.BAD_REQUEST, "body", rule(notJson));
      case UnrecognizedPropertyException unknown ->
          ProblemType.INVALID_REQUEST.problem(
              HttpStatus.BAD_REQUEST, path(unknown), "is not a field of this request");
      case DatabindException mismatch ->
          ProblemType.INVALID_REQUEST.problem(
              HttpStatus.BAD_REQUEST, path(mismatch), "has the wrong type");
      case null, default ->
          ProblemType.NOT_JSON.problem(
              HttpStatus.BAD_REQUEST, "body", "must be a JSON object in UTF-8");
    };
  }

  /**
   * Describes an error in our own words. The parser's message has its settings and sources in it.
   */
  private static String rule(StreamReadException e) {
    TokenStreamLocation place = e.getLocation();
    String where = "line " + place.getLineNr() + ", column " + place.getColumnNr();
    String message = e.getOriginalMessage();
    if (e instanceof UnexpectedEndOfInputException) {
      return "must be JSON, and this ends too soon";
    }
    return message.startsWith("Duplicate")
        ? "must not have a name twice in an object, as at " + where
        : "must be JSON, which it is not at " + where;
  }

  /** Finds the limit and its value in the parser's message: it is the only place that has them. */
  private static ProblemDetail tooMuch(String message) {
    Matcher limit = LIMIT.matcher(message);
    if (!limit.find()) {
      return ProblemType.INVALID_REQUEST.problem(
          HttpStatus.BAD_REQUEST, "body", "must not be so large");
    }
    String max = limit.group(2);
    return switch (limit.group(1)) {
      case "Document length" ->
          ProblemType.INVALID_REQUEST.problem(
              HttpStatus.CONTENT_TOO_LARGE, "body", "must be at most " + max + " bytes");
      case "Document nesting depth" ->
          ProblemType.INVALID_REQUEST.problem(
              HttpStatus.BAD_REQUEST, "body", "must be nested at most " + max + " deep");
      case "Name length" ->
          ProblemType.INVALID_REQUEST.problem(
              HttpStatus.BAD_REQUEST, "body", "must have names of at most " + max + " characters");
      default ->
          ProblemType.INVALID_REQUEST.problem(
              HttpStatus.BAD_REQUEST,
              "body",
              "must have numbers and strings of at most " + max + " characters");
    };
  }

  private static String path(JacksonException e) {
    String path =
        e.getPath().stream()
            .map(
                step ->
                    step.getPropertyName() == null ? "" + step.getIndex() : step.getPropertyName())
            .collect(Collectors.joining("."));
    return path.isEmpty() ? "body" : path;
  }
}
