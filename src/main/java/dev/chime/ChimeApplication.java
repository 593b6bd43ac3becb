package dev.chime;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The Chime server: durable timers over HTTP. */
@SpringBootApplication
@ConfigurationPropertiesScan
class ChimeApplication {

  static void main(String[] args) {
    SpringApplication.run(ChimeApplication.class, args);
  }
}
