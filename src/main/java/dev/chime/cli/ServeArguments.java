package dev.chime.cli;

import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells whether the jar is to serve, or to do something else. */
public final class ServeArguments {

  private static final String SERVE = "serve";
  private static final Set<String> QUESTIONS = Set.of("-h", "--help", "-V", "--version");

  private ServeArguments() {}

  /**
   * The options for the server. It is also what runs without a command, so that options may come
   * first. Loads none of the classes that commands need.
   *
   * @return null if the arguments are a command's, or ask for help
   */
  public static String @Nullable [] of(String[] arguments) {
    if (arguments.length == 0) {
      return arguments;
    }
    boolean isSpelledOut = arguments[0].equals(SERVE);
    String[] options =
        isSpelledOut ? Arrays.copyOfRange(arguments, 1, arguments.length) : arguments;
    boolean isQuestion = options.length > 0 && QUESTIONS.contains(options[0]);
    boolean isServe = isSpelledOut || arguments[0].startsWith("-");
    return isServe && !isQuestion ? options : null;
  }
}
