package dev.chime.delivery.push;

import java.io.IOException;
import java.io.Serial;

/** A host may not be called at the address that its name was resolved to. */
final class RefusedAddressException extends IOException {

  @Serial private static final long serialVersionUID = 1;

  RefusedAddressException(String host) {
    super("the address of " + host + " must not be called");
  }
}
