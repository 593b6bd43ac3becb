package dev.chime.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Alerts and dashboard name metrics that there are, and each alert leads to what to do about it.
 * What a real Prometheus makes of them is tried by {@code check.sh}.
 */
class ObservabilityTest {

  private static final Path FOLDER = Path.of("src/main/observability");
  private static final String RUNBOOK = "https://chime.dev/docs/operations.md#";
  private static final Pattern METRIC = Pattern.compile("\\bchime_[a-z_]+");

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final Document OPERATIONS = Document.of("src/docs/operations.md");
  private static final JsonNode RULES = yaml(FOLDER.resolve("rules.yaml"));
  private static final JsonNode TESTS = yaml(FOLDER.resolve("rules.test.yaml"));
  private static final JsonNode DASHBOARD =
      JSON.readTree(FOLDER.resolve("grafana/dashboard.json").toFile());

  private static JsonNode yaml(Path file) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    try {
      return JSON.valueToTree(
          new Yaml(new SafeConstructor(options)).<Object>load(Files.readString(file)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Stream<JsonNode> each(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static Stream<JsonNode> rules() {
    return each(RULES.path("groups")).flatMap(group -> each(group.path("rules")));
  }

  static Stream<JsonNode> alerts() {
    return rules().filter(rule -> rule.has("alert"));
  }

  private static Stream<JsonNode> panels() {
    return each(DASHBOARD.path("panels"));
  }

  /** Names of metrics in a text, each as the table has it: without the suffixes of histograms. */
  private static Stream<String> metrics(String text, Map<String, String> table) {
    return METRIC
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .map(
            name -> {
              String histogram = name.replaceFirst("_(bucket|sum|count)$", "");
              return "histogram".equals(table.get(histogram)) ? histogram : name;
            });
  }

  private static Map<String, String> table() {
    Map<String, String> types = new TreeMap<>();
    OPERATIONS.rows().stream()
        .filter(row -> row.get(1).matches("gauge|counter|histogram"))
        .forEach(row -> types.put(row.get(0), row.get(1)));
    return types;
  }

  @Test
  void everyMetricThatIsAskedForExists() {
    Map<String, String> table = table();
    assertThat(rules().flatMap(rule -> metrics(rule.path("expr").asString(), table)))
        .isNotEmpty()
        .allMatch(table::containsKey);
    assertThat(metrics(DASHBOARD.toString(), table)).isNotEmpty().allMatch(table::containsKey);
  }

  /** But for how many wakes, completions and cancels of tasks there were, which say little. */
  @Test
  void theDashboardShowsEveryMetric() {
    Map<String, String> table = table();
    Set<String> left = new TreeSet<>(table.keySet());
    metrics(DASHBOARD.toString(), table).forEach(left::remove);
    assertThat(left)
        .containsExactlyInAnyOrder(
            "chime_delivery_attempts_seconds_max",
            "chime_tasks_cancelled_total",
            "chime_tasks_completed_total",
            "chime_tasks_woken_total");
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void anAlertSaysWhatIsWrongAndLeadsToItsSection(JsonNode alert) {
    String name = alert.path("alert").asString();
    assertThat(alert.propertyNames())
        .isSubsetOf("alert", "expr", "for", "labels", "annotations")
        .contains("alert", "expr", "labels", "annotations");
    assertThat(alert.path("labels").propertyNames()).containsExactly("severity");
    assertThat(alert.at("/labels/severity").asString()).isIn("critical", "warning");
    assertThat(alert.path("annotations").propertyNames())
        .containsExactly("summary", "description", "runbook_url");
    assertThat(alert.at("/annotations/summary").asString()).isNotBlank();
    assertThat(alert.at("/annotations/description").asString()).contains("{{ $labels.");
    String url = alert.at("/annotations/runbook_url").asString();
    assertThat(url).startsWith(RUNBOOK);
    String section = section(url.substring(RUNBOOK.length()));
    assertThat(section).containsPattern("- You see: [^-]*`" + name + "`");
    assertThat(section).contains("- It means: ").contains("- Do: ");
  }

  /** The text of a section of the runbook. */
  private static String section(String anchor) {
    String runbook = OPERATIONS.text().split("\n## When something fails\n", 2)[1];
    return Stream.of(runbook.split("\n### "))
        .filter(text -> text.lines().findFirst().orElse("").equals(heading(anchor)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no section " + anchor));
  }

  private static String heading(String anchor) {
    return anchor.substring(0, 1).toUpperCase(Locale.ROOT) + anchor.substring(1).replace('-', ' ');
  }

  @Test
  void whatToWatchHasEveryAlertWithItsSeverityAndSection() {
    Map<String, String> documented =
        Pattern.compile("(?m)^\\| `(Chime\\w+)` \\| (\\w+) \\|.*\\(#([a-z0-9-]+)\\) \\|$")
            .matcher(OPERATIONS.text())
            .results()
            .collect(Collectors.toMap(row -> row.group(1), row -> row.group(2) + row.group(3)));
    assertThat(documented)
        .isEqualTo(
            alerts()
                .collect(
                    Collectors.toMap(
                        alert -> alert.path("alert").asString(),
                        alert ->
                            alert.at("/labels/severity").asString()
                                + alert
                                    .at("/annotations/runbook_url")
                                    .asString()
                                    .substring(RUNBOOK.length()))));
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void anAlertIsTestedWhenItFiresAndWhenItIsSilent(JsonNode alert) {
    List<JsonNode> cases =
        each(TESTS.path("tests"))
            .flatMap(test -> each(test.path("alert_rule_test")))
            .filter(test -> test.path("alertname").equals(alert.path("alert")))
            .toList();
    assertThat(cases).anyMatch(test -> !test.path("exp_alerts").isEmpty());
    assertThat(cases).anyMatch(test -> test.path("exp_alerts").isEmpty());
  }

  @Test
  void theDashboardHasItsRows() {
    assertThat(panels().filter(ObservabilityTest::isRow).map(row -> row.path("title").asString()))
        .containsExactly(
            "Overview", "Lateness", "Store", "Deliveries", "Schedules", "Nodes", "JVM");
  }

  private static boolean isRow(JsonNode panel) {
    return panel.path("type").asString().equals("row");
  }

  @Test
  void panelsSayWhatTheyShowAndLieBesideEachOther() {
    Set<Integer> ids = new HashSet<>();
    Set<String> taken = new HashSet<>();
    assertThat(panels())
        .allSatisfy(
            panel -> {
              assertThat(ids.add(panel.path("id").asInt())).isTrue();
              assertThat(cells(panel.path("gridPos")))
                  .isNotEmpty()
                  .allMatch(cell -> taken.add(cell) && !cell.startsWith("24,"));
            });
    assertThat(panels().filter(panel -> !isRow(panel)))
        .isNotEmpty()
        .allSatisfy(
            panel -> {
              assertThat(panel.path("description").asString()).isNotBlank();
              assertThat(panel.path("targets")).isNotEmpty();
              assertThat(panel.findValuesAsString("uid")).containsOnly("${datasource}");
            });
  }

  private static List<String> cells(JsonNode place) {
    int left = place.path("x").asInt();
    int top = place.path("y").asInt();
    return IntStream.range(left, left + place.path("w").asInt())
        .boxed()
        .flatMap(
            x ->
                IntStream.range(top, top + place.path("h").asInt())
                    .mapToObj(y -> Math.min(x, 24) + "," + y))
        .toList();
  }

  /** What compose mounts is there, and nothing in it can be reached from other machines. */
  @Test
  void composeStartsGrafanaWithThem() {
    Path compose = Path.of("src/main/docker/compose.yaml");
    JsonNode services = yaml(compose).path("services");
    for (JsonNode service : services) {
      assertThat(each(service.path("volumes")).map(JsonNode::asString))
          .filteredOn(volume -> volume.startsWith("."))
          .allMatch(
              volume ->
                  Files.isRegularFile(compose.resolveSibling(volume.replaceFirst(":.*", ""))));
      assertThat(each(service.path("ports")).map(JsonNode::asString))
          .allMatch(port -> port.startsWith("127.0.0.1:"));
    }
    assertThat(services.at("/prometheus/volumes").toString()).contains("/rules.yaml:");
    assertThat(services.at("/grafana/image").asString())
        .matches("grafana/grafana:\\d+\\.\\d+\\.\\d+");
    assertThat(services.at("/grafana/environment/GF_AUTH_ANONYMOUS_ORG_ROLE").asString())
        .isEqualTo("Viewer");
    assertThat(yaml(Path.of("src/main/docker/prometheus.yml")).path("rule_files").toString())
        .contains("rules.yaml");
    assertThat(yaml(FOLDER.resolve("grafana/datasource.yaml")).at("/datasources/0/type").asString())
        .isEqualTo("prometheus");
    String dashboards =
        yaml(FOLDER.resolve("grafana/provider.yaml")).at("/providers/0/options/path").asString();
    assertThat(services.at("/grafana/volumes").toString())
        .contains("dashboard.json:" + dashboards + "/dashboard.json:ro");
  }
}
