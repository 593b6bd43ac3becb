package dev.chime.harness;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/** Cancels what other test classes have left pending in the server that they share. */
final class NoTimersLeft implements BeforeAllCallback {

  @Override
  public void beforeAll(ExtensionContext context) {
    ApiClient.of(SpringExtension.getApplicationContext(context)).cancelAll();
  }
}
