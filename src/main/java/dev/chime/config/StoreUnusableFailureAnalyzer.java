package dev.chime.config;

import dev.chime.store.commit.StoreUnusableException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains why the store could not be opened, and what to do, in place of a stack trace. */
class StoreUnusableFailureAnalyzer extends AbstractFailureAnalyzer<StoreUnusableException> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, StoreUnusableException cause) {
    return new FailureAnalysis(cause.getMessage(), cause.remedy(), cause);
  }
}
