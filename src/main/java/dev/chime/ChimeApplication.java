package dev.chime;

import dev.chime.config.CopyConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
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

  /** The first argument, if what is in the embedded store is to be copied to PostgreSQL. */
  private static final String COPY = "copy";

  static void main(String[] args) {
    boolean isCopy = args.length > 0 && args[0].equals(COPY);
    SpringApplication application =
        new SpringApplication(isCopy ? CopyConfiguration.class : ChimeApplication.class);
    if (isCopy) {
      application.setWebApplicationType(WebApplicationType.NONE);
    }
    application.run(args);
  }
}
