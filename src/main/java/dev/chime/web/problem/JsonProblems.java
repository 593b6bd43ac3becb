package dev.chime.web.problem;

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

/** What is wrong with JSON, with the field and the rule. */
final class JsonProblems {

  private JsonProblems() {}

  static ProblemDetail of(@Nullable Throwable cause) {
    return switch (cause) {
      case StreamConstraintsException tooMuch when isTooLong(tooMuch) ->
          ProblemType.INVALID_REQUEST.problem(
              HttpStatus.CONTENT_TOO_LARGE, "body", "must not be so long");
      case StreamConstraintsException tooMuch ->
          ProblemType.INVALID_REQUEST.problem(
              HttpStatus.BAD_REQUEST, "body", "must not be so deep or have such long names");
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

  /** In our own words: the parser's name its settings and its sources. */
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

  private static boolean isTooLong(StreamConstraintsException e) {
    return e.getOriginalMessage().startsWith("Document length");
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
