package dev.chime.cli;

import dev.chime.store.commit.StoreUnusableException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The commands of the jar. Each ends with 0 if it did what it was asked to, with 1 if it failed,
 * and with 2 if it was called in a wrong way. What it has to say goes to the standard output, what
 * is wrong to the standard error. Properties ({@code --chime.data=..}) may be given to each, as to
 * the server.
 */
@Command(
    name = "java -jar chime.jar",
    description = "Durable timers over HTTP. Without a command, the jar serves.")
public final class Commands {

  /** A property as Spring Boot takes it: unlike options of commands, its name has a dot. */
  private static final Pattern PROPERTY = Pattern.compile("--[A-Za-z][\\w-]*[.\\[][^=]*=.*");

  private static final String[] FOOT = {
    "",
    "Exit codes: 0 it is done, 1 it failed, 2 the command line is wrong.",
    "Properties may follow each command, such as --chime.data=folder."
  };

  private Commands() {}

  /** Runs a command of the process, with its standard output. */
  public static int run(String... arguments) {
    if (!arguments[0].equals(Health.NAME)) { // which uses nothing that logs, and is to be quick
      LoggingSystem.get(Commands.class.getClassLoader())
          .setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.OFF);
    }
    return run(
        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
        arguments);
  }

  /**
   * Runs a command.
   *
   * @param arguments the name of the command and its own arguments
   * @return the exit code
   */
  public static int run(PrintWriter out, PrintWriter err, String... arguments) {
    List<String> properties =
        Arrays.stream(arguments).filter(each -> PROPERTY.matcher(each).matches()).toList();
    String[] others =
        Arrays.stream(arguments)
            .filter(each -> !PROPERTY.matcher(each).matches())
            .toArray(String[]::new);
    CommandLine snapshots =
        new CommandLine(new SnapshotCommands())
            .addSubcommand(new SnapshotSave(properties))
            .addSubcommand(new SnapshotVerify())
            .addSubcommand(new SnapshotRestore(properties));
    CommandLine all =
        new CommandLine(new Commands())
            .addSubcommand(new Serve())
            .addSubcommand(new Copy(properties))
            .addSubcommand(new Key())
            .addSubcommand(new Health(properties))
            .addSubcommand(snapshots);
    prepare(all);
    return all.setOut(out)
        .setErr(err)
        .setExecutionExceptionHandler(Commands::explain)
        .execute(others);
  }

  private static void prepare(CommandLine command) {
    command.getCommandSpec().mixinStandardHelpOptions(true);
    command.getCommandSpec().versionProvider(() -> new String[] {version()});
    command.getCommandSpec().usageMessage().footer(FOOT).abbreviateSynopsis(false);
    command.setUsageHelpAutoWidth(false);
    command.getSubcommands().values().forEach(Commands::prepare);
  }

  private static String version() {
    String version = Commands.class.getPackage().getImplementationVersion();
    return "chime " + (version == null ? "of an unknown version" : version);
  }

  private static int explain(Exception e, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    CommandFailure failure =
        switch (e) {
          case CommandFailure known -> known;
          case StoreUnusableException store ->
              new CommandFailure(String.valueOf(store.getMessage()), store.remedy());
          default -> throw e; // a fault of the program, which shows where it is
        };
    if (command.getCommand() instanceof Printing printing && printing.isJson()) {
      printing.print(command.getOut(), failure.toJson(), List.of());
    } else {
      command.getErr().println(failure.getMessage());
      if (!failure.remedy().isEmpty()) {
        command.getErr().println(failure.remedy());
      }
      command.getErr().flush();
    }
    return CommandLine.ExitCode.SOFTWARE;
  }
}
