package dev.chime.docs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A server with one API key, made and configured as the guide to security says. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
abstract class GuardedServer {

  /** The guide. */
  static final Document GUIDE = Document.of("src/docs/security.md");

  private static final Pattern PRINTED = Pattern.compile("key: +(\\S+)\nhash: +(\\S+)\n");

  /** What the guide's command has printed. */
  static String printedKey = "";

  static String printedHash = "";

  @LocalServerPort int port;

  /** Whether a block of the guide makes a key. */
  static boolean makesKey(Example example) {
    return example.code().startsWith("key=");
  }

  @DynamicPropertySource
  static void guard(DynamicPropertyRegistry registry) throws IOException, InterruptedException {
    makeKey();
    String yaml = GUIDE.examples("yaml").getFirst().code().replace(" ...", " " + printedHash);
    YamlPropertiesFactoryBean reader = new YamlPropertiesFactoryBean();
    reader.setResources(new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)));
    Objects.requireNonNull(reader.getObject())
        .forEach((name, value) -> registry.add(name.toString(), () -> value));
  }

  private static void makeKey() throws IOException, InterruptedException {
    String command =
        GUIDE.examples("sh").stream()
            .filter(GuardedServer::makesKey)
            .map(Example::code)
            .findFirst()
            .orElseThrow();
    Shell.Outcome outcome =
        Shell.run(Files.createTempDirectory(Path.of("target"), "docs"), List.of(command))
            .getFirst();
    var printed = PRINTED.matcher(outcome.output());
    if (!printed.matches()) {
      throw new AssertionError("no key has been made: " + outcome);
    }
    printedKey = printed.group(1);
    printedHash = printed.group(2);
  }
}
