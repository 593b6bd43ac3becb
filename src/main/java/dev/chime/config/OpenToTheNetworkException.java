package dev.chime.config;

/** Thrown at the start if the service would listen to the network without API keys. */
final class OpenToTheNetworkException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  OpenToTheNetworkException(String property, String address) {
    super(
        "Without API keys anybody who reaches "
            + address
            + " ("
            + property
            + ") could read, create and cancel every timer.");
  }
}
