package dev.chime.config;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains why the service does not start without API keys, and what to do, in a few lines. */
class OpenToTheNetworkFailureAnalyzer extends AbstractFailureAnalyzer<OpenToTheNetworkException> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, OpenToTheNetworkException cause) {
    return new FailureAnalysis(
        cause.getMessage(),
        "Configure keys under chime.keys (src/docs/security.md says how), or listen on the"
            + " loopback address, or allow it with chime.open=true (environment variable"
            + " CHIME_OPEN=true).",
        cause);
  }
}
