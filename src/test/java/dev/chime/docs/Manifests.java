package dev.chime.docs;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Manifests for Kubernetes, read strictly: fields that its API does not have, fields that occur
 * twice, and values of a wrong type are errors.
 */
final class Manifests {

  /** The kinds that there may be, each as an empty one. */
  private static final Map<String, HasMetadata> KINDS =
      Stream.of(
              new Deployment(),
              new NetworkPolicy(),
              new PodDisruptionBudget(),
              new Service(),
              new ServiceAccount(),
              new StatefulSet())
          .collect(Collectors.toMap(HasMetadata::getKind, kind -> kind));

  /** The file that says what belongs to a folder. Its own fields are checked in the same way. */
  private record Kustomization(String apiVersion, String kind, List<String> resources) {}

  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .annotationIntrospector(new NothingBesides())
          .build();

  /** Takes from the model's classes the place where they keep what they do not know. */
  private static final class NothingBesides extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1;

    @Override
    public Boolean hasAnySetter(MapperConfig<?> config, Annotated member) {
      return false;
    }
  }

  private Manifests() {}

  /** All that a folder's kustomization names, and those that it names in turn. */
  static List<HasMetadata> of(Path folder) throws IOException {
    List<HasMetadata> found = new ArrayList<>();
    for (Path file : files(folder)) {
      found.addAll(parse(Files.readString(file)));
    }
    return found;
  }

  /** The files that a folder's kustomization names, and those that it names in turn. */
  static List<Path> files(Path folder) throws IOException {
    Kustomization all =
        YAML.readValue(Files.readString(folder.resolve("kustomization.yaml")), Kustomization.class);
    List<Path> files = new ArrayList<>();
    for (String name : all.resources()) {
      Path path = folder.resolve(name).normalize();
      if (Files.isDirectory(path)) {
        files.addAll(files(path));
      } else {
        files.add(path);
      }
    }
    return files;
  }

  /** The manifests in a text. */
  static List<HasMetadata> parse(String text) {
    return Stream.of(text.split("(?m)^---$"))
        .filter(document -> !document.isBlank())
        .map(Manifests::parseOne)
        .toList();
  }

  private static HasMetadata parseOne(String document) {
    JsonNode tree = YAML.readTree(document);
    String kind = tree.required("kind").asString();
    HasMetadata expected = KINDS.get(kind);
    if (expected == null) {
      throw new IllegalArgumentException("a kind that is not expected: " + kind);
    }
    if (!expected.getApiVersion().equals(tree.required("apiVersion").asString())) {
      throw new IllegalArgumentException(kind + " is of " + expected.getApiVersion());
    }
    return YAML.readValue(document, expected.getClass());
  }
}
