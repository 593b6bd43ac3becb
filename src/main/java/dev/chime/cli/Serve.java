package dev.chime.cli;

import picocli.CommandLine.Command;

/** The server's place in the help. It is started without a command line's help. */
@Command(
    name = "serve",
    header = "Serves, which is also what runs without a command.",
    description =
        "All arguments are Spring Boot's: --chime.data=folder, --server.port=8081 and so on."
            + " src/docs/configuration.md has all properties. Ends on SIGTERM.")
final class Serve implements Runnable {

  @Override
  public void run() {
    throw new CommandFailure("\"serve\" must come first.", "");
  }
}
