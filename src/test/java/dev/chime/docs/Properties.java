package dev.chime.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The properties that can be configured, with their defaults: what the annotation processor of
 * Spring Boot has found in the sources, and in the libraries.
 *
 * @param own Chime's own
 * @param all those, and all of the libraries
 */
record Properties(Map<String, String> own, Map<String, String> all) {

  private static final String METADATA = "META-INF/spring-configuration-metadata.json";
  private static final JsonMapper JSON = new JsonMapper();

  /** What there is. */
  static Properties read() {
    Map<String, String> own = new TreeMap<>();
    Map<String, String> all = new TreeMap<>();
    try {
      List<URL> files = Collections.list(Properties.class.getClassLoader().getResources(METADATA));
      for (URL file : files) {
        try (InputStream metadata = file.openStream()) {
          JsonNode properties = JSON.readTree(metadata).path("properties");
          add(properties, all);
          if (file.getProtocol().equals("file")) { // else it is in a jar
            add(properties, own);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(own).as("%s of this project, which Maven makes", METADATA).isNotEmpty();
    return new Properties(own, all);
  }

  private static void add(JsonNode properties, Map<String, String> defaults) {
    for (JsonNode property : properties) {
      defaults.put(property.path("name").asString(), property.path("defaultValue").asString(""));
    }
  }

  /** Whether this is the name of a property, or begins like one that is a map or a list. */
  boolean has(String name) {
    return all.containsKey(name)
        || all.keySet().stream()
            .anyMatch(each -> name.startsWith(each + ".") || name.startsWith(each + "["));
  }

  /** Whether there are properties whose names begin like this. */
  boolean hasGroup(String prefix) {
    return all.keySet().stream().anyMatch(each -> each.startsWith(prefix + "."));
  }

  /** Whether an environment variable of this name sets a property. */
  boolean hasVariable(String variable) {
    return all.keySet().stream()
        .map(property -> property.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'))
        .anyMatch(each -> variable.equals(each) || variable.matches(each + "_\\d+_[A-Z]+"));
  }
}
