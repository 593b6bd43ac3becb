package dev.chime.config;

import dev.chime.store.commit.StoreUnusableException;
import dev.chime.store.postgres.DatabaseAddress;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * The properties that commands of the jar need, from where the server has them: the command line,
 * the environment, files. Nothing is started to read them.
 *
 * @param data the folder of the embedded database
 * @param database the PostgreSQL database; null if there is none
 */
public record CommandSettings(Path data, @Nullable DatabaseAddress database) {

  /**
   * Reads the properties.
   *
   * @param options those of the command line, as in {@code --chime.data=folder}
   * @throws StoreUnusableException if one of them makes no sense
   */
  public static CommandSettings read(List<String> options) {
    StandardEnvironment environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .addFirst(new SimpleCommandLinePropertySource(options.toArray(String[]::new)));
    ConfigDataEnvironmentPostProcessor.applyTo(environment);
    Binder binder = Binder.get(environment);
    try {
      return new CommandSettings(
          binder.bindOrCreate("chime", ChimeProperties.class).dataFolder(),
          binder.bindOrCreate("spring.datasource", DatabaseProperties.class).address());
    } catch (BindException e) {
      Throwable root = e;
      for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
        root = cause;
      }
      throw new StoreUnusableException(
          "A property makes no sense: " + root.getMessage() + ".", "", e);
    }
  }
}
