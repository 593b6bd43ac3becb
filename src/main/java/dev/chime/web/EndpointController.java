package dev.chime.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chime.async.Executor;
import dev.chime.delivery.Attempt;
import dev.chime.delivery.Endpoint;
import dev.chime.delivery.EndpointSecret;
import dev.chime.delivery.EndpointSettings;
import dev.chime.delivery.EndpointState;
import dev.chime.delivery.EndpointStore;
import dev.chime.timer.ListOrder;
import dev.chime.timer.Millis;
import dev.chime.timer.Namespace;
import dev.chime.timer.TimerQuery.Position;
import dev.chime.timer.service.ServiceClock;
import dev.chime.web.audit.AuditEntry;
import dev.chime.web.audit.AuditLog;
import dev.chime.web.mvc.Answer;
import dev.chime.web.problem.ConflictException;
import dev.chime.web.problem.NotFoundException;
import dev.chime.web.text.EntityTags;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Endpoints: the addresses that are called when timers elapse. */
@RestController
@RequestMapping(path = "/endpoints", produces = MediaType.APPLICATION_JSON_VALUE)
class EndpointController {

  /**
   * A page of a list.
   *
   * @param next the cursor of the next page; left out on the last one
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record EndpointPage(List<EndpointResponse> endpoints, @Nullable String next) {}

  /** How many deliveries were given up, because nobody is there any more to get them. */
  record Deleted(int dead) {}

  /** What came back from a call that tried an endpoint. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Tested(
      long tookMs, @Nullable Integer status, @Nullable String answer, @Nullable String error) {}

  private static final int DEFAULT_LIMIT = 100;
  private static final int MOST = 1000;

  /** For how long the secret before a new one signs, too. */
  private static final Duration OVERLAP = Duration.ofHours(24);

  private final EndpointStore store;
  private final EndpointChanges changes;
  private final EndpointRules rules;
  private final EndpointProbe probe;
  private final ServiceClock clock;
  private final AuditLog audit;

  EndpointController(
      EndpointStore store,
      EndpointChanges changes,
      EndpointRules rules,
      EndpointProbe probe,
      ServiceClock clock,
      AuditLog audit) {
    this.store = store;
    this.changes = changes;
    this.rules = rules;
    this.probe = probe;
    this.clock = clock;
    this.audit = audit;
  }

  /** Returns a page of the endpoints. */
  @GetMapping
  Answer list(
      Namespace namespace,
      @RequestParam(name = "limit", required = false) @Nullable String limit,
      @RequestParam(name = "cursor", required = false) @Nullable String cursor)
      throws InterruptedException {
    int most = NumberText.parse("limit", limit, MOST, DEFAULT_LIMIT);
    String after = Cursor.parseId(cursor, ListOrder.ASCENDING);
    List<Endpoint> found = Executor.blockOn(store.list(namespace, after, most + 1));
    List<Endpoint> page = found.subList(0, Math.min(most, found.size()));
    Instant now = clock.instant();
    return Answer.ok(
        new EndpointPage(
            page.stream().map(each -> EndpointResponse.of(each, now)).toList(),
            found.size() > most ? Cursor.of(new Position(null, page.getLast().name())) : null));
  }

  /** Makes an endpoint, or changes how it is called. */
  @PutMapping(path = "/{name}", consumes = MediaType.APPLICATION_JSON_VALUE)
  Answer put(
      Namespace namespace,
      @PathVariable("name") String name,
      @RequestBody EndpointRequest request,
      @RequestHeader(name = "If-Match", required = false) @Nullable List<String> ifMatch,
      @RequestHeader(name = "If-None-Match", required = false) @Nullable List<String> ifNoneMatch)
      throws InterruptedException {
    String checked = DestinationNames.endpoint("name", name).name();
    EntityTags present = EntityTags.parse("If-Match", ifMatch);
    EntityTags absent = EntityTags.parse("If-None-Match", ifNoneMatch);
    String secret = request.secret() == null ? null : EndpointSecrets.checked(request.secret());
    EndpointSettings settings = request.toSettings(rules);
    Endpoint saved =
        audit
            .entry("endpoint.put", namespace, checked)
            .record(
                () ->
                    changes.save(
                        namespace,
                        checked,
                        before -> {
                          check(before, present, absent);
                          return before == null
                              ? made(namespace, checked, settings, secret)
                              : changed(before, settings, secret);
                        }),
                endpoint -> endpoint.version() > 1 ? "changed" : "created");
    if (saved.version() > 1) {
      return ok(saved);
    }
    Instant now = clock.instant();
    return new Answer(
        HttpStatus.CREATED,
        secret == null ? EndpointResponse.withSecret(saved, now) : EndpointResponse.of(saved, now),
        EntityTags.of(saved.version()),
        "/endpoints/" + checked,
        null);
  }

  private void check(
      @Nullable Endpoint before, @Nullable EntityTags present, @Nullable EntityTags absent) {
    if (present != null && (before == null || !present.matchStrongly(before.version()))) {
      throw ConflictException.precondition(
          "If-Match", "must be met by the endpoint", "endpoint", body(before));
    }
    if (absent != null && before != null && absent.match(before.version())) {
      throw ConflictException.precondition(
          "If-None-Match", "must not be met by the endpoint", "endpoint", body(before));
    }
  }

  private @Nullable EndpointResponse body(@Nullable Endpoint endpoint) {
    return endpoint == null ? null : EndpointResponse.of(endpoint, clock.instant());
  }

  private Endpoint made(
      Namespace namespace, String name, EndpointSettings settings, @Nullable String secret) {
    return new Endpoint(
        namespace,
        name,
        settings,
        EndpointSecret.of(secret == null ? EndpointSecrets.random() : secret),
        EndpointState.ACTIVE,
        Millis.ceil(clock.instant()),
        1);
  }

  private Endpoint changed(Endpoint before, EndpointSettings settings, @Nullable String secret) {
    EndpointSecret kept = before.secret();
    return before.changed(
        settings,
        secret == null || secret.equals(kept.current()) ? kept : replaced(before, secret),
        before.state());
  }

  private EndpointSecret replaced(Endpoint before, String secret) {
    return before.secret().replacedBy(secret, Millis.ceil(clock.instant().plus(OVERLAP)));
  }

  /** Returns an endpoint. */
  @GetMapping("/{name}")
  Answer find(Namespace namespace, @PathVariable("name") String name) throws InterruptedException {
    return ok(known(namespace, name));
  }

  private Endpoint known(Namespace namespace, String name) throws InterruptedException {
    return changes
        .find(namespace, DestinationNames.endpoint("name", name).name())
        .orElseThrow(NotFoundException::endpoint);
  }

  /** Deletes an endpoint, and gives up what waits for it. */
  @DeleteMapping("/{name}")
  Answer delete(Namespace namespace, @PathVariable("name") String name)
      throws InterruptedException {
    String checked = DestinationNames.endpoint("name", name).name();
    AuditEntry entry = audit.entry("endpoint.delete", namespace, checked);
    return Answer.ok(
        entry.record(
            () -> {
              if (!changes.delete(namespace, checked)) {
                throw NotFoundException.endpoint();
              }
              int dead = changes.giveUp(namespace, checked);
              entry.with("audit.count", dead);
              return new Deleted(dead);
            },
            deleted -> "deleted"));
  }

  /** Makes a new secret. The one before signs, too, for a day. */
  @PostMapping("/{name}/secret")
  Answer rotate(Namespace namespace, @PathVariable("name") String name)
      throws InterruptedException {
    Endpoint saved =
        change(
            "endpoint.rotate-secret",
            namespace,
            name,
            before ->
                before.changed(
                    before.settings(), replaced(before, EndpointSecrets.random()), before.state()));
    return new Answer(
        HttpStatus.OK,
        EndpointResponse.withSecret(saved, clock.instant()),
        EntityTags.of(saved.version()),
        null,
        null);
  }

  /** Holds the deliveries of an endpoint back. */
  @PostMapping("/{name}/pause")
  Answer pause(Namespace namespace, @PathVariable("name") String name) throws InterruptedException {
    return ok(
        change("endpoint.pause", namespace, name, before -> before.inState(EndpointState.PAUSED)));
  }

  /** Delivers to an endpoint again that was paused, or has said that it is gone. */
  @PostMapping("/{name}/resume")
  Answer resume(Namespace namespace, @PathVariable("name") String name)
      throws InterruptedException {
    return ok(
        change("endpoint.resume", namespace, name, before -> before.inState(EndpointState.ACTIVE)));
  }

  private Endpoint change(
      String action, Namespace namespace, String name, UnaryOperator<Endpoint> change)
      throws InterruptedException {
    String checked = DestinationNames.endpoint("name", name).name();
    return audit
        .entry(action, namespace, checked)
        .record(
            () ->
                changes.save(
                    namespace,
                    checked,
                    before -> {
                      if (before == null) {
                        throw NotFoundException.endpoint();
                      }
                      return change.apply(before);
                    }),
            changed -> "changed");
  }

  /** Sends a signed test event to an endpoint, and returns what came back. */
  @PostMapping("/{name}/test")
  Answer test(Namespace namespace, @PathVariable("name") String name) throws InterruptedException {
    String checked = DestinationNames.endpoint("name", name).name();
    AuditEntry entry = audit.entry("endpoint.test", namespace, checked);
    Attempt attempt =
        entry.record(
            () -> {
              Attempt made = Executor.blockOn(probe.test(known(namespace, checked)));
              entry.with("http.response.status_code", made.status());
              return made;
            },
            made -> made.status() == null ? "not-answered" : "answered");
    return Answer.ok(
        new Tested(attempt.took().toMillis(), attempt.status(), attempt.answer(), attempt.error()));
  }

  private Answer ok(Endpoint endpoint) {
    return new Answer(
        HttpStatus.OK,
        EndpointResponse.of(endpoint, clock.instant()),
        EntityTags.of(endpoint.version()),
        null,
        null);
  }
}
