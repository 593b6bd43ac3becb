package dev.chime.config;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says why the service does not listen to the network, and what helps. */
class OpenToTheNetworkFailureAnalyzer extends AbstractFailureAnalyzer<OpenToTheNetworkException> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, OpenToTheNetworkException cause) {
    return new FailureAnalysis(
        cause.getMessage(),
        "Configure keys under chime.keys (src/docs/security.md says how), or listen on the"
            + " loopback address, or say that it is meant with chime.open=true (environment"
            + " CHIME_OPEN=true).",
        cause);
  }
}
