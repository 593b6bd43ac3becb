package dev.chime.web;

import dev.chime.timer.TimerDraft;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * What tells requests to create apart: equal for equal requests, however they are written, except
 * that payloads are compared as text.
 */
final class RequestFingerprint {

  private RequestFingerprint() {}

  static String of(TimerDraft draft) {
    String text =
        String.join(
            "\n",
            draft.due().toString(),
            String.valueOf(draft.maxLateness()),
            Labels.canonical(draft.labels()),
            draft.payload() == null ? "" : draft.payload());
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
