package dev.chime.docs;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.chime.cli.Commands;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Commands in the documentation that build, start or measure are not run here, but what they name
 * is there: profiles, programs, files and options.
 */
class DocumentedCommandsTest {

  private static final Pattern WORD = Pattern.compile("(?:[^\\s\"]|\"[^\"]*\")+");
  private static final List<String> GOALS =
      List.of("compile", "package", "test", "validate", "verify", "spring-boot:run");
  private static final Properties PROPERTIES = Properties.read();

  @TestFactory
  Stream<DynamicTest> whatCommandsNameIsThere() {
    return Document.all().stream()
        .flatMap(document -> document.examples("sh").stream())
        .filter(example -> !example.isCall() && !GuardedServer.makesKey(example))
        .flatMap(
            example ->
                commands(example.code())
                    .map(command -> dynamicTest(example + " " + command, () -> check(command))));
  }

  private static Stream<String> commands(String code) {
    return code.replace("\\\n", " ")
        .lines()
        .map(line -> line.replaceFirst("\\s+# .*", "").strip())
        .filter(line -> !line.isEmpty());
  }

  private static void check(String command) throws IOException {
    List<String> words = WORD.matcher(command).results().map(MatchResult::group).toList();
    List<String> arguments = words.subList(1, words.size());
    switch (words.getFirst()) {
      case "./mvnw" -> checkMaven(arguments);
      case "java" -> checkJar(arguments);
      case "docker" -> checkDocker(arguments);
      case "kubectl" -> checkKubectl(arguments);
      default -> assertThat(Path.of(command)).as("neither run nor checked").isExecutable();
    }
  }

  private static void checkMaven(List<String> arguments) throws IOException {
    String pom = Files.readString(Path.of("pom.xml"));
    for (String argument : arguments) {
      String value = argument.substring(argument.indexOf('=') + 1);
      if (argument.startsWith("-P")) {
        assertThat(pom).contains("<id>" + argument.substring(2) + "</id>");
      } else if (argument.startsWith("-Djmh.main=")) {
        assertThat(Path.of("src/jmh/java", value.replace('.', '/') + ".java")).exists();
      } else if (argument.startsWith("-Dtest=")) {
        assertThat(tests()).anyMatch(test -> test.endsWith(value + ".java"));
      } else if (argument.startsWith("-Dchime.")) {
        String name = argument.substring(2, argument.indexOf('='));
        assertThat(tests()).anyMatch(test -> contains(test, '"' + name + '"'));
      } else if (argument.startsWith("-D")) {
        assertThat(pom).contains("<" + argument.substring(2, argument.indexOf('=')) + "/>");
      } else {
        assertThat(argument).isIn(GOALS);
      }
    }
  }

  private static List<Path> tests() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  private static boolean contains(Path file, String text) {
    try {
      return Files.readString(file).contains(text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void checkJar(List<String> arguments) throws IOException {
    assertThat(arguments).startsWith("-jar", "target/chime.jar");
    assertThat(Files.readString(Path.of("pom.xml"))).contains("<finalName>chime</finalName>");
    List<String> others = new ArrayList<>();
    for (String argument : arguments.subList(2, arguments.size())) {
      if (argument.matches("--[a-z-]+\\.[a-z.-]+=\\S+")) {
        assertThat(argument.substring(2, argument.indexOf('='))).matches(PROPERTIES::has);
      } else {
        others.add(argument);
      }
    }
    if (!others.isEmpty()) {
      checkCommand(others);
    }
  }

  /** The help of a command of the jar has its options. */
  private static void checkCommand(List<String> arguments) {
    List<String> words =
        arguments.stream()
            .takeWhile(word -> word.matches("[a-z]+"))
            .collect(toCollection(ArrayList::new));
    List<String> options = arguments.subList(words.size(), arguments.size());
    words.add("--help");
    StringWriter help = new StringWriter();
    PrintWriter printer = new PrintWriter(help);
    assertThat(Commands.run(printer, printer, words.toArray(String[]::new))).isZero();
    assertThat(options)
        .allMatch(
            option ->
                option.matches("chime-\\d{8}T\\d{6}\\.\\d{3}Z\\.db")
                    || help.toString().contains(option.replaceFirst("=.*", "")));
  }

  private static void checkDocker(List<String> arguments) throws IOException {
    String image = Files.readString(Path.of("Dockerfile"));
    for (int i = 0; i < arguments.size(); i++) {
      String next = i + 1 < arguments.size() ? arguments.get(i + 1) : "";
      switch (arguments.get(i)) {
        case "-e" ->
            assertThat(next.substring(0, next.indexOf('='))).matches(PROPERTIES::hasVariable);
        case "-v" -> assertThat(image).contains("VOLUME " + afterLastColon(next));
        case "-p" -> assertThat(image).contains("EXPOSE " + afterLastColon(next));
        case "--file" -> assertThat(Path.of(next)).exists();
        default -> {}
      }
    }
  }

  private static void checkKubectl(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.equals("-k")) {
        assertThat(Path.of(arguments.get(i + 1), "kustomization.yaml")).exists();
      } else if (argument.startsWith("--from-literal=")) {
        String variable = argument.substring("--from-literal=".length());
        assertThat(variable.substring(0, variable.indexOf('='))).matches(PROPERTIES::hasVariable);
      }
    }
  }

  private static String afterLastColon(String text) {
    return text.substring(text.lastIndexOf(':') + 1);
  }

  @Test
  void theReadmeHasTheCommandsThatStartAndThatCheck() throws IOException {
    assertThat(Document.of("README.md").examples("sh"))
        .flatExtracting(example -> commands(example.code()).toList())
        .contains("./mvnw spring-boot:run", "./mvnw verify");
    assertThat(Files.readString(Path.of("pom.xml"))).contains("spring-boot-maven-plugin");
    assertThat(Files.readString(Path.of(".ci/run"))).contains("./mvnw -B -ntp verify");
  }
}
