package dev.chime.config;

/** The service would listen to the network, and there are no API keys. */
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
