package dev.chime.web;

import dev.chime.timer.Destination;
import dev.chime.timer.Sha256;
import dev.chime.timer.TimerDraft;
import dev.chime.web.text.CanonicalJson;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The fingerprint of a request to create a timer: equal for requests with equal values. */
final class RequestFingerprint {

  private RequestFingerprint() {}

  /** Returns the fingerprint of a draft. */
  static String of(TimerDraft draft) {
    String payload = draft.payload();
    return of(draft, payload == null ? null : CanonicalJson.of(payload));
  }

  /**
   * Returns the fingerprint of earlier versions, which compared payloads as text. It differs from
   * the present one unless the payload is in its canonical form.
   */
  static String asWritten(TimerDraft draft) {
    return of(draft, draft.payload());
  }

  private static String of(TimerDraft draft, @Nullable String payload) {
    String text =
        String.join(
            "\n",
            draft.due().toString(),
            String.valueOf(draft.maxLateness()),
            Labels.canonical(draft.labels()),
            payload == null ? "" : payload);
    Destination destination = draft.destination(); // most requests have none, and the older ones
    String all = destination == null ? text : text + "\n" + destination.text();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(all));
  }
}
