package dev.chime.web;

import dev.chime.timer.Destination;
import dev.chime.timer.TimerDraft;
import dev.chime.web.text.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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
    return Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(all));
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
