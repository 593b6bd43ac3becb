package dev.chime.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The programs in the guide to the runtime compile without a warning, with nothing but the JDK
 * beside the runtime, and print what the guide says.
 */
@Timeout(60)
class RuntimeGuideTest {

  private static final int MOST_SECONDS = 20;

  @TestFactory
  Stream<DynamicTest> programs(@TempDir Path folder) throws IOException, URISyntaxException {
    List<Example> programs = Document.of("src/docs/runtime.md").examples("java");
    assertThat(programs).isNotEmpty().allMatch(program -> program.shown() != null);
    Path runtime = onlyTheRuntime(folder.resolve("runtime"));
    compile(programs, runtime, folder);
    return IntStream.range(0, programs.size())
        .mapToObj(
            i ->
                dynamicTest(
                    programs.get(i).place(),
                    () ->
                        assertThat(run(name(i), runtime, folder))
                            .isEqualTo(programs.get(i).shown().text())));
  }

  /** A copy of the runtime's classes, so that no other class of Chime can be meant. */
  private static Path onlyTheRuntime(Path target) throws IOException, URISyntaxException {
    Path classes =
        Path.of(
            dev.chime.async.Future.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    try (Stream<Path> files = Files.walk(classes.resolve("dev/chime/async"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = target.resolve(classes.relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    return target;
  }

  private static String name(int index) {
    return "Example" + index;
  }

  private static void compile(List<Example> programs, Path runtime, Path folder)
      throws IOException {
    List<Path> sources = new ArrayList<>();
    for (int i = 0; i < programs.size(); i++) {
      sources.add(Files.writeString(folder.resolve(name(i) + ".java"), programs.get(i).code()));
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter complaints = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean isCompiled =
          compiler
              .getTask(
                  complaints,
                  files,
                  null,
                  List.of(
                      "-d",
                      folder.toString(),
                      "-cp",
                      runtime.toString(),
                      "-Xlint:all,-classfile",
                      "-Werror"),
                  null,
                  files.getJavaFileObjectsFromPaths(sources))
              .call();
      assertThat(isCompiled).as(complaints.toString()).isTrue();
    }
  }

  private static String run(String program, Path runtime, Path folder)
      throws IOException, InterruptedException {
    Path output = folder.resolve(program + ".output");
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                folder + File.pathSeparator + runtime,
                program)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      boolean hasEnded = jvm.waitFor(MOST_SECONDS, TimeUnit.SECONDS);
      assertThat(hasEnded).as("%s has ended: %s", program, Files.readString(output)).isTrue();
    } finally {
      jvm.destroyForcibly();
    }
    return Files.readString(output);
  }
}
