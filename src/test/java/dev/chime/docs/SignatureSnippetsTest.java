package dev.chime.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The code in the guide that verifies signatures does, in each language that is at hand: it takes
 * right ones, and no others.
 */
@Timeout(60)
class SignatureSnippetsTest {

  private static final Document GUIDE = Document.of("src/docs/be-called.md");
  private static final int MOST_SECONDS = 30;
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
  private static final String BODY = "{\"test\": 2432232314}";

  /** A call of the code in the guide, and what it should say. */
  private record Case(String secret, String id, String time, String signatures, boolean isValid) {}

  /**
   * How a program in a language calls the code in the guide, and prints what it says.
   *
   * @param code the file for the code
   * @param file the file for the program, if that is another one
   */
  private record Language(String code, String file, List<String> command, String program) {}

  private static final Map<String, Language> LANGUAGES =
      Map.of(
          "java",
          new Language(
              "Signature.java",
              "Main.java",
              List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()),
              """

              void main(String[] a) throws Exception {
                IO.println(Signature.isValid(a[0], a[1], a[2], a[3], a[4].getBytes("UTF-8")));
              }
              """),
          "js",
          new Language(
              "main.js",
              "main.js",
              List.of("node"),
              """

              const [secret, id, time, signatures, body] = process.argv.slice(2);
              console.log(isValid(secret, id, time, signatures, Buffer.from(body)));
              """),
          "python",
          new Language(
              "main.py",
              "main.py",
              List.of("python3"),
              """

              import sys
              print(str(is_valid(*sys.argv[1:5], sys.argv[5].encode())).lower())
              """));

  private static String sign(String secret, String id, String time) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring(6)), "HmacSHA256"));
      byte[] signed = (id + "." + time + "." + BODY).getBytes(StandardCharsets.UTF_8);
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Case> cases() {
    String now = Long.toString(Instant.now().getEpochSecond());
    String old = Long.toString(Instant.now().minusSeconds(600).getEpochSecond());
    String right = sign(SECRET, ID, now);
    String other = sign("whsec_" + "A".repeat(32), ID, now);
    return List.of(
        new Case(SECRET, ID, now, right, true),
        new Case(SECRET, ID, now, other + " " + right, true),
        new Case(SECRET, ID, now, other, false),
        new Case(SECRET, ID, now, "v1,", false),
        new Case(SECRET, "another", now, right, false),
        new Case(SECRET, ID, old, sign(SECRET, ID, old), false));
  }

  /** The vector of the specification, so that it is not only our own opinion. */
  @Test
  void whatTheseTestsSignIsAsTheSpecificationHasIt() {
    assertThat(sign(SECRET, ID, "1614265330"))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @TestFactory
  Stream<DynamicTest> itTakesRightSignaturesAndNoOthers(@TempDir Path folder) {
    return LANGUAGES.entrySet().stream()
        .map(each -> DynamicTest.dynamicTest(each.getKey(), () -> check(each, folder)));
  }

  private static void check(Map.Entry<String, Language> each, Path folder)
      throws IOException, InterruptedException {
    List<Example> code = GUIDE.examples(each.getKey());
    assertThat(code).hasSize(1);
    Language language = each.getValue();
    assumeTrue(isAtHand(language.command().getFirst()), "it is not at hand");
    Path program = folder.resolve(language.file());
    Files.writeString(folder.resolve(language.code()), code.getFirst().code());
    Files.writeString(
        program, language.program(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    for (Case one : cases()) {
      assertThat(run(language, program, one)).as("%s", one).isEqualTo(one.isValid() + "\n");
    }
  }

  private static boolean isAtHand(String command) {
    return Path.of(command).isAbsolute()
        || Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
  }

  private static String run(Language language, Path program, Case one)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile(program.getParent(), "run", ".output");
    Process process =
        new ProcessBuilder(
                Stream.concat(
                        language.command().stream(),
                        Stream.of(
                            program.toString(),
                            one.secret(),
                            one.id(),
                            one.time(),
                            one.signatures(),
                            BODY))
                    .toList())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(output);
  }
}
