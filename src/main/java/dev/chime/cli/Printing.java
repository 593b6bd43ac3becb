package dev.chime.cli;

import java.io.PrintWriter;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** A command that prints what it has done: lines for people, or one object of JSON. */
abstract class Printing implements Callable<Integer> {

  @Option(names = "--json", description = "Prints one object of JSON, and also if it fails.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  final boolean isJson() {
    return json;
  }

  /** The URL of a path of the service. If the base is no URL, the command line is wrong. */
  final URI resolve(String base, String path) {
    try {
      return ServiceAddress.resolve(base, path);
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(
          Objects.requireNonNull(spec).commandLine(), "--url is no URL: " + e.getMessage());
    }
  }

  /** Prints a result to the command's output. */
  final void print(Object result, List<String> lines) {
    if (spec != null) {
      print(spec.commandLine().getOut(), result, lines);
    }
  }

  final void print(PrintWriter out, Object result, List<String> lines) {
    if (json) {
      out.println(new JsonMapper().writeValueAsString(result));
    } else {
      lines.forEach(out::println);
    }
    out.flush();
  }
}
