package dev.chime.web;

import dev.chime.async.Future;
import dev.chime.timer.Creation;
import dev.chime.timer.IdempotencyKey;
import dev.chime.timer.Namespace;
import dev.chime.timer.TimerDraft;
import dev.chime.timer.TimerId;
import dev.chime.timer.service.TimerService;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Creates timers for requests that may be repeated, and recognises a repetition by its fingerprint.
 * If the fingerprint differs from the stored one, the older form of it is compared, too: the stored
 * request may be from before payloads were compared by value.
 */
@Component
class RepeatableRequests {

  private final TimerService timers;
  private final WebLimits limits;

  RepeatableRequests(TimerService timers, WebLimits limits) {
    this.timers = timers;
    this.limits = limits;
  }

  /**
   * Creates a timer with a new id.
   *
   * @param key the text of the idempotency key; null if there is none
   */
  Future<Creation> create(Namespace namespace, @Nullable String key, TimerDraft draft) {
    if (key == null) {
      return timers.create(namespace, draft);
    }
    return create(namespace, key, RequestFingerprint.of(draft), draft)
        .then(
            creation ->
                creation instanceof Creation.KeyReused
                    ? create(namespace, key, RequestFingerprint.asWritten(draft), draft)
                    : Future.ready(creation));
  }

  private Future<Creation> create(
      Namespace namespace, String key, String fingerprint, TimerDraft draft) {
    return timers.create(
        draft, new IdempotencyKey(namespace, key, fingerprint), limits.defaultWait());
  }

  /** Creates a timer with this id, unless there is one. */
  Future<Creation> put(TimerId id, TimerDraft draft) {
    return timers
        .put(id, draft, RequestFingerprint.of(draft))
        .then(
            creation ->
                creation instanceof Creation.IdTaken
                    ? timers.put(id, draft, RequestFingerprint.asWritten(draft))
                    : Future.ready(creation));
  }
}
