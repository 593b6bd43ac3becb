package dev.chime.cli;

import dev.chime.config.CommandSettings;
import dev.chime.store.StoreCopy;
import dev.chime.store.postgres.DatabaseAddress;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** Copies the timers of the embedded store to PostgreSQL. */
@Command(
    name = "copy",
    header = "Copies all timers from the embedded store to PostgreSQL.",
    description = {
      "Stop the service first. The copy is one transaction into an empty database, and is compared"
          + " before it is committed.",
      "Properties: --chime.data, --spring.datasource.url, --spring.datasource.username,"
          + " --spring.datasource.password, or the same in the environment or a file, as for the"
          + " server."
    })
final class Copy extends Printing {

  /** What is printed. */
  record Result(String from, String to, List<StoreCopy.Copied> tables) {}

  private final List<String> properties;

  Copy(List<String> properties) {
    this.properties = properties;
  }

  @Override
  public Integer call() {
    CommandSettings settings = CommandSettings.read(properties);
    DatabaseAddress address = settings.database();
    if (address == null) {
      throw new CommandFailure(
          "There is no database to copy to.", "Name it with --spring.datasource.url.");
    }
    List<StoreCopy.Copied> tables = new ArrayList<>();
    StoreCopy.copy(settings.data(), address, tables::add);
    List<String> lines = new ArrayList<>(tables.stream().map(StoreCopy.Copied::toString).toList());
    lines.add("all timers in " + settings.data() + " have been copied to " + address);
    print(new Result(settings.data().toString(), address.toString(), tables), lines);
    return 0;
  }
}
