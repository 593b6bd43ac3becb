package dev.chime.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chime.async.Executor;
import dev.chime.async.Future;
import dev.chime.timer.Creation;
import dev.chime.timer.Namespace;
import dev.chime.timer.TimerDraft;
import dev.chime.timer.Traceparent;
import dev.chime.web.access.CreateQuotas;
import dev.chime.web.body.BodyReader;
import dev.chime.web.mvc.Answer;
import dev.chime.web.problem.Problems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Creates many timers at once. */
@RestController
class BatchController {

  /** The results of all items, in their order. */
  record Results(List<Result> results) {}

  /**
   * The result of one item: what a single request would have been answered.
   *
   * @param status the HTTP status
   * @param timer the timer, if there is one
   * @param problem the problem, if there is one
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Result(int status, @Nullable TimerResponse timer, @Nullable ProblemDetail problem) {

    static Result failed(Exception e) {
      ResponseEntity<ProblemDetail> answer = Problems.of(e);
      return new Result(answer.getStatusCode().value(), null, answer.getBody());
    }
  }

  private final RepeatableRequests requests;
  private final TimerAnswers answers;
  private final CreateQuotas quotas;
  private final WebLimits limits;
  private final BatchItems items;

  BatchController(
      RepeatableRequests requests,
      TimerAnswers answers,
      CreateQuotas quotas,
      WebLimits limits,
      BatchItems items) {
    this.requests = requests;
    this.answers = answers;
    this.quotas = quotas;
    this.limits = limits;
    this.items = items;
  }

  /** Creates a timer for each valid item. All are durable before the answer. */
  @PostMapping(
      path = "/timers/batch",
      consumes = {MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_NDJSON_VALUE},
      produces = MediaType.APPLICATION_JSON_VALUE)
  Answer create(
      Namespace namespace,
      @Nullable Traceparent traceparent,
      @RequestHeader("Content-Type") MediaType contentType,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String keyHeader,
      HttpServletRequest request,
      HttpServletResponse response)
      throws InterruptedException, IOException {
    String key = IdempotencyKeyHeader.parse(keyHeader);
    byte[] body = BodyReader.read(request, response, limits.maxBatchBytes());
    List<BatchItems.Item> read =
        items.read(body, MediaType.APPLICATION_NDJSON.isCompatibleWith(contentType));
    quotas.take(namespace, read.size(), response);
    List<Future<Result>> creations = new ArrayList<>(read.size());
    for (int i = 0; i < read.size(); i++) {
      String itemKey = IdempotencyKeyHeader.ofItem(key, i);
      creations.add(create(namespace, read.get(i), itemKey, traceparent));
    }
    return Answer.ok(new Results(Executor.blockOn(Future.joinAll(creations))));
  }

  private Future<Result> create(
      Namespace namespace,
      BatchItems.Item item,
      @Nullable String key,
      @Nullable Traceparent traceparent) {
    try {
      TimerDraft draft = item.request().toDraft(limits).withTraceparent(traceparent);
      return requests.create(namespace, key, draft).map(this::result).recover(Result::failed);
    } catch (RuntimeException e) {
      return Future.ready(Result.failed(e));
    }
  }

  private Result result(Creation creation) {
    return new Result(
        HttpStatus.CREATED.value(), answers.asCreated(TimerController.created(creation)), null);
  }
}
