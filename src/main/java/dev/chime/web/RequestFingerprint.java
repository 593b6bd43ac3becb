package dev.chime.web;

import dev.chime.timer.TimerDraft;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** What tells requests to create apart: equal for equal requests, however they are written. */
final class RequestFingerprint {

  private RequestFingerprint() {}

  /** The fingerprint of what is asked for. */
  static String of(TimerDraft draft) {
    String payload = draft.payload();
    return of(draft, payload == null ? null : CanonicalJson.of(payload));
  }

  /**
   * The fingerprint that Chime gave before payloads were compared by value: the same, unless the
   * payload is written otherwise than in its canonical form.
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
    return Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(text));
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
