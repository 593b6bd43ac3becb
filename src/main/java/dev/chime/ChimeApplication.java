package dev.chime;

import dev.chime.cli.Commands;
import dev.chime.cli.ServeArguments;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;

/**
 * The Chime server: durable timers over HTTP. Others may run it within their tests, as any
 * application of Spring Boot: {@code SpringApplication.run(ChimeApplication.class, ...)}.
 */
@SpringBootApplication(
    exclude = {
      ErrorMvcAutoConfiguration.class, // errors are answered where they are found, by no page
      UserDetailsServiceAutoConfiguration.class // there are keys, and no users
    })
@ConfigurationPropertiesScan
public class ChimeApplication {

  static void main(String[] args) {
    String[] options = ServeArguments.of(args);
    if (options != null) {
      SpringApplication.run(ChimeApplication.class, options);
      return;
    }
    int code = Commands.run(args);
    if (code != 0) {
      System.exit(code);
    }
  }
}
