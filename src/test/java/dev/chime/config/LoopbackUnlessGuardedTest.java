package dev.chime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class LoopbackUnlessGuardedTest {

  private static final String HASH = "0".repeat(64);

  private static StandardEnvironment configured(Map<String, Object> properties) {
    StandardEnvironment environment = new StandardEnvironment();
    environment.getPropertySources().addFirst(new MapPropertySource("test", properties));
    new LoopbackUnlessGuarded().postProcessEnvironment(environment, new SpringApplication());
    return environment;
  }

  @Test
  void withoutKeysItListensOnLoopback() {
    assertThat(configured(Map.of()).getProperty("server.address")).isEqualTo("127.0.0.1");
    assertThat(configured(Map.of()).getProperty("management.server.address")).isNull();
  }

  @Test
  void soDoesAManagementPortOfItsOwn() {
    assertThat(
            configured(Map.of("management.server.port", "9090"))
                .getProperty("management.server.address"))
        .isEqualTo("127.0.0.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "localhost", "::1"})
  void anotherLoopbackAddressIsKept(String address) {
    assertThat(configured(Map.of("server.address", address)).getProperty("server.address"))
        .isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.7"})
  void anotherAddressIsRefused(String address) {
    assertThatExceptionOfType(OpenToTheNetworkException.class)
        .isThrownBy(() -> configured(Map.of("server.address", address)))
        .withMessageContaining(address)
        .satisfies(
            e ->
                assertThat(new OpenToTheNetworkFailureAnalyzer().analyze(e).getAction())
                    .contains("chime.open=true", "chime.keys"));
    assertThatExceptionOfType(OpenToTheNetworkException.class)
        .isThrownBy(
            () ->
                configured(
                    Map.of(
                        "management.server.port", "9090", "management.server.address", address)));
  }

  @Test
  void withAKeyItListensWhereItIsTold() {
    Map<String, Object> key =
        Map.of(
            "chime.keys[0].name", "a",
            "chime.keys[0].hash", HASH,
            "chime.keys[0].role", "read",
            "server.address", "0.0.0.0");
    assertThat(configured(key).getProperty("server.address")).isEqualTo("0.0.0.0");
  }

  @Test
  void itListensEverywhereIfThatIsMeant() {
    assertThat(configured(Map.of("chime.open", "true")).getProperty("server.address")).isNull();
  }
}
