package dev.chime.web.openapi;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An operation as the document tells of it. */
final class OperationText {

  private final String id;
  private final String summary;
  private final List<Answer> answers = new ArrayList<>();
  private final Set<Refusal> refusals =
      EnumSet.of(
          Refusal.BAD_REQUEST,
          Refusal.NO_KEY,
          Refusal.KEY_NOT_ENOUGH,
          Refusal.NOT_ACCEPTABLE,
          Refusal.URI_TOO_LONG,
          Refusal.TOO_MANY,
          Refusal.HEADERS_TOO_LARGE,
          Refusal.UNAVAILABLE);
  private String description = "";
  private @Nullable RequestBody body;

  OperationText(String id, String summary) {
    this.id = id;
    this.summary = summary;
  }

  OperationText about(String text) {
    description = text;
    return this;
  }

  /** It changes something, so there must be room on the disk. */
  OperationText writes() {
    refusals.add(Refusal.FULL);
    return this;
  }

  OperationText writes(RequestBody requestBody) {
    body = requestBody;
    refusals.remove(Refusal.BAD_REQUEST);
    refusals.addAll(Set.of(Refusal.BAD_BODY, Refusal.TOO_LARGE, Refusal.NOT_SUPPORTED));
    return writes();
  }

  OperationText creates(RequestBody requestBody) {
    refusals.remove(Refusal.TOO_MANY);
    refusals.add(Refusal.TOO_MANY_TO_CREATE);
    return writes(requestBody);
  }

  OperationText waits() {
    refusals.removeAll(Set.of(Refusal.TOO_MANY, Refusal.UNAVAILABLE));
    refusals.addAll(Set.of(Refusal.TOO_MANY_TO_WAIT, Refusal.UNAVAILABLE_TO_WAIT));
    return this;
  }

  /** What it answers is one thing, whatever the client accepts. */
  OperationText streams() {
    refusals.remove(Refusal.NOT_ACCEPTABLE);
    return waits();
  }

  OperationText answers(Answer... what) {
    answers.addAll(List.of(what));
    return this;
  }

  OperationText refuses(Refusal... what) {
    refusals.addAll(List.of(what));
    return this;
  }

  /** Completes what is known of the operation. */
  void describe(Operation operation) {
    operation.operationId(id).summary(summary).description(description).tags(List.of("timers"));
    if (operation.getParameters() != null) {
      operation.getParameters().removeIf(Parameters::isOfTheBody);
      operation.getParameters().forEach(parameter -> Parameters.describe(id, parameter));
    }
    operation.requestBody(body).responses(responses());
  }

  private ApiResponses responses() {
    ApiResponses responses = new ApiResponses();
    for (Answer answer : answers) {
      responses.addApiResponse(Integer.toString(answer.status()), answer.response());
    }
    refusals.stream()
        .sorted(Comparator.comparingInt(Refusal::status))
        .forEach(
            refusal ->
                responses.addApiResponse(
                    Integer.toString(refusal.status()),
                    new ApiResponse().$ref("#/components/responses/" + refusal.label())));
    return responses;
  }
}
