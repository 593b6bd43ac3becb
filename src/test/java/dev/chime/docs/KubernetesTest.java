package dev.chime.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiTest;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The bases for Kubernetes hang together, and fit the image and the server. */
@ApiTest
class KubernetesTest {

  private static final Path FOLDER = Path.of("src/main/kubernetes");

  /** The most that the server takes to end, in seconds: see the guide to operations. */
  private static final long TO_END = 30;

  @LocalServerPort private int port;

  private static List<HasMetadata> manifests(String base) throws IOException {
    return Manifests.of(FOLDER.resolve(base));
  }

  private static <T> List<T> all(String base, Class<T> type) throws IOException {
    return manifests(base).stream().filter(type::isInstance).map(type::cast).toList();
  }

  private static <T> T one(String base, Class<T> type) throws IOException {
    assertThat(all(base, type)).hasSize(1);
    return all(base, type).getFirst();
  }

  private static PodTemplateSpec pods(String base) throws IOException {
    return base.equals("sqlite")
        ? one(base, StatefulSet.class).getSpec().getTemplate()
        : one(base, Deployment.class).getSpec().getTemplate();
  }

  private static Container container(String base) throws IOException {
    assertThat(pods(base).getSpec().getContainers()).hasSize(1);
    return pods(base).getSpec().getContainers().getFirst();
  }

  private static String image() throws IOException {
    return Files.readString(Path.of("Dockerfile"));
  }

  @Test
  void unknownFieldsRepeatedFieldsAndWrongTypesAreFound() {
    String service = "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n  ";
    assertThat(Manifests.parse(service + "ports: [{port: 80}]")).hasSize(1);
    assertThatThrownBy(() -> Manifests.parse(service + "prots: [{port: 80}]"))
        .hasMessageContaining("prots");
    assertThatThrownBy(() -> Manifests.parse(service + "ports: [{port: 80, nodeprt: 1}]"))
        .hasMessageContaining("nodeprt");
    assertThatThrownBy(() -> Manifests.parse(service + "type: A\n  type: B"))
        .hasMessageContaining("type");
    assertThatThrownBy(() -> Manifests.parse(service + "ports: [{port: eighty}]"))
        .hasMessageContaining("eighty");
    assertThatThrownBy(() -> Manifests.parse("apiVersion: apps/v1\nkind: Service"))
        .hasMessageContaining("is of v1");
  }

  @Test
  void everyFileBelongsToABase() throws IOException {
    List<Path> named = new ArrayList<>(Manifests.files(FOLDER.resolve("sqlite")));
    named.addAll(Manifests.files(FOLDER.resolve("postgresql")));
    try (Stream<Path> files = Files.walk(FOLDER)) {
      assertThat(
              files
                  .filter(file -> file.toString().endsWith(".yaml"))
                  .filter(file -> !file.endsWith("kustomization.yaml")))
          .containsExactlyInAnyOrderElementsOf(named.stream().distinct().toList());
    }
    assertThat(manifests("sqlite").stream().map(HasMetadata::getKind))
        .containsExactlyInAnyOrder("Service", "ServiceAccount", "NetworkPolicy", "StatefulSet");
    assertThat(manifests("postgresql").stream().map(HasMetadata::getKind))
        .containsExactlyInAnyOrder(
            "Service",
            "ServiceAccount",
            "NetworkPolicy",
            "NetworkPolicy",
            "Deployment",
            "PodDisruptionBudget");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "postgresql"})
  void kustomizeRendersTheSame(String base) throws IOException, InterruptedException {
    List<String> command =
        isAtHand("kustomize") ? List.of("kustomize", "build") : List.of("kubectl", "kustomize");
    assumeTrue(isAtHand(command.getFirst()), "neither kustomize nor kubectl is at hand");
    Process process =
        new ProcessBuilder(command.get(0), command.get(1), FOLDER.resolve(base).toString())
            .redirectErrorStream(true)
            .start();
    String rendered = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(rendered).isZero();
    assertThat(Manifests.parse(rendered)).containsExactlyInAnyOrderElementsOf(manifests(base));
  }

  private static boolean isAtHand(String command) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "postgresql"})
  void allSelectorsSelectThePods(String base) throws IOException {
    List<LabelSelector> selectors = new ArrayList<>();
    all(base, StatefulSet.class).forEach(each -> selectors.add(each.getSpec().getSelector()));
    all(base, Deployment.class).forEach(each -> selectors.add(each.getSpec().getSelector()));
    all(base, NetworkPolicy.class).forEach(each -> selectors.add(each.getSpec().getPodSelector()));
    all(base, PodDisruptionBudget.class)
        .forEach(each -> selectors.add(each.getSpec().getSelector()));
    pods(base)
        .getSpec()
        .getTopologySpreadConstraints()
        .forEach(each -> selectors.add(each.getLabelSelector()));
    var labels = pods(base).getMetadata().getLabels();
    assertThat(selectors)
        .allSatisfy(
            selector -> {
              assertThat(selector.getMatchExpressions()).isEmpty();
              assertThat(selector.getMatchLabels()).isNotEmpty();
              assertThat(labels).containsAllEntriesOf(selector.getMatchLabels());
            });
    assertThat(labels).containsAllEntriesOf(one(base, Service.class).getSpec().getSelector());
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "postgresql"})
  void allPortsAreTheOneOfTheContainer(String base) throws IOException {
    assertThat(container(base).getPorts()).hasSize(1);
    ContainerPort http = container(base).getPorts().getFirst();
    assertThat(image()).contains("EXPOSE " + http.getContainerPort());
    assertThat(one(base, Service.class).getSpec().getPorts())
        .allSatisfy(
            each -> {
              assertThat(each.getTargetPort().getStrVal()).isEqualTo(http.getName());
              assertThat(each.getPort()).isEqualTo(http.getContainerPort());
            });
    assertThat(
            all(base, NetworkPolicy.class).stream()
                .flatMap(policy -> policy.getSpec().getIngress().stream())
                .flatMap(rule -> rule.getPorts().stream()))
        .isNotEmpty()
        .allSatisfy(each -> assertThat(each.getPort().getStrVal()).isEqualTo(http.getName()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "postgresql"})
  void theProbesAskWhatTheServerAnswers(String base) throws IOException {
    Container container = container(base);
    ApiClient api = new ApiClient(port);
    List<Probe> probes =
        List.of(
            container.getStartupProbe(),
            container.getLivenessProbe(),
            container.getReadinessProbe());
    for (Probe probe : probes) {
      assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("http");
      assertThat(api.get(probe.getHttpGet().getPath()).status()).isEqualTo(200);
    }
    assertThat(probes.stream().map(probe -> probe.getHttpGet().getPath()))
        .containsExactly(
            "/actuator/health/liveness", "/actuator/health/liveness", "/actuator/health/readiness");
  }

  /** What the Pod Security Standard "restricted" asks for, and more. */
  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "postgresql"})
  void thePodIsRestricted(String base) throws IOException {
    PodSpec spec = pods(base).getSpec();
    PodSecurityContext pod = spec.getSecurityContext();
    assertThat(pod.getRunAsNonRoot()).isTrue();
    assertThat(image()).contains("USER " + pod.getRunAsUser() + "\n");
    assertThat(pod.getRunAsGroup()).isEqualTo(pod.getRunAsUser());
    assertThat(pod.getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    assertThat(spec.getInitContainers()).isEmpty();
    assertThat(spec.getHostNetwork()).isNull();
    assertThat(spec.getHostPID()).isNull();
    assertThat(spec.getHostIPC()).isNull();

    SecurityContext context = container(base).getSecurityContext();
    assertThat(context.getAllowPrivilegeEscalation()).isFalse();
    assertThat(context.getReadOnlyRootFilesystem()).isTrue();
    assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
    assertThat(context.getCapabilities().getAdd()).isEmpty();
    assertThat(context.getPrivileged()).isNull();
    assertThat(spec.getVolumes())
        .allSatisfy(volume -> assertThat(volume.getEmptyDir()).isNotNull());

    ServiceAccount account = one(base, ServiceAccount.class);
    assertThat(spec.getServiceAccountName()).isEqualTo(account.getMetadata().getName());
    assertThat(account.getAutomountServiceAccountToken()).isFalse();
    assertThat(spec.getAutomountServiceAccountToken()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "postgresql"})
  void whatIsWrittenHasAPlace(String base) throws IOException {
    List<String> volumes = new ArrayList<>();
    pods(base).getSpec().getVolumes().forEach(each -> volumes.add(each.getName()));
    all(base, StatefulSet.class)
        .forEach(
            each ->
                each.getSpec()
                    .getVolumeClaimTemplates()
                    .forEach(claim -> volumes.add(claim.getMetadata().getName())));
    assertThat(container(base).getVolumeMounts().stream().map(VolumeMount::getName))
        .containsExactlyInAnyOrderElementsOf(volumes);
    assertThat(container(base).getVolumeMounts().stream().map(VolumeMount::getMountPath))
        .contains("/tmp");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "postgresql"})
  void theEnvironmentSetsProperties(String base) throws IOException {
    Properties properties = Properties.read();
    assertThat(container(base).getEnv().stream().map(EnvVar::getName))
        .isNotEmpty()
        .allMatch(properties::hasVariable);
    assertThat(container(base).getEnvFrom())
        .isNotEmpty()
        .allSatisfy(each -> assertThat(each.getSecretRef().getOptional()).isNull());
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "postgresql"})
  void itHasTheTimeToEndAndTheMemoryToRun(String base) throws IOException {
    Container container = container(base);
    long before =
        container.getLifecycle() == null
            ? 0
            : container.getLifecycle().getPreStop().getSleep().getSeconds();
    assertThat(pods(base).getSpec().getTerminationGracePeriodSeconds())
        .isGreaterThan(before + TO_END);
    assertThat(container.getResources().getRequests().get("memory"))
        .isEqualTo(container.getResources().getLimits().get("memory"));
    assertThat(container.getResources().getLimits()).doesNotContainKey("cpu");
  }

  @Test
  void oneProcessHasTheFile() throws IOException {
    StatefulSet set = one("sqlite", StatefulSet.class);
    assertThat(set.getSpec().getReplicas()).isEqualTo(1);
    assertThat(set.getSpec().getServiceName())
        .isEqualTo(one("sqlite", Service.class).getMetadata().getName());
    assertThat(set.getSpec().getVolumeClaimTemplates())
        .hasSize(1)
        .allSatisfy(
            claim -> assertThat(claim.getSpec().getAccessModes()).containsExactly("ReadWriteOnce"));
    assertThat(container("sqlite").getVolumeMounts().stream().map(VolumeMount::getMountPath))
        .contains("/data");
    assertThat(image()).contains("VOLUME /data");
    assertThat(set.getSpec().getTemplate().getSpec().getSecurityContext().getFsGroup())
        .isEqualTo(10001);
  }

  @Test
  void oneNodeIsAlwaysThere() throws IOException {
    Deployment nodes = one("postgresql", Deployment.class);
    assertThat(nodes.getSpec().getReplicas()).isGreaterThanOrEqualTo(2);
    assertThat(nodes.getSpec().getStrategy().getRollingUpdate().getMaxUnavailable().getIntVal())
        .isZero();
    PodDisruptionBudget budget = one("postgresql", PodDisruptionBudget.class);
    assertThat(budget.getSpec().getMinAvailable().getIntVal())
        .isBetween(1, nodes.getSpec().getReplicas() - 1);
    assertThat(nodes.getSpec().getTemplate().getSpec().getTopologySpreadConstraints()).isNotEmpty();
  }
}
