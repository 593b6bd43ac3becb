package dev.chime.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.delivery.Endpoint;
import dev.chime.delivery.EndpointSecret;
import dev.chime.delivery.EndpointSettings;
import dev.chime.delivery.EndpointState;
import dev.chime.delivery.EndpointStore;
import dev.chime.delivery.SecretCipher;
import dev.chime.timer.Blocking;
import dev.chime.timer.Namespace;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every store of endpoints does. */
@Timeout(60)
abstract class EndpointStoreContract {

  private static final Instant NOW = TimerStoreContract.NOW;
  private static final String SECRET = "whsec_c2VjcmV0";

  /** Turns texts round. */
  static final SecretCipher REVERSE =
      new SecretCipher() {
        @Override
        public String encrypt(String text) {
          return new StringBuilder(text).reverse().toString();
        }

        @Override
        public String decrypt(String text) {
          return encrypt(text);
        }
      };

  private JdbcTimerStore timers;
  private EndpointStore store;

  /** A new and empty store. */
  protected abstract JdbcTimerStore newTimerStore();

  /** Reads what is in the column of secrets. */
  protected abstract String storedSecret() throws SQLException;

  @BeforeEach
  void open() {
    timers = newTimerStore();
    store = timers.endpoints(REVERSE);
  }

  @AfterEach
  void close() {
    timers.close();
  }

  static Endpoint endpoint(String name, long version) {
    return new Endpoint(
        Namespace.DEFAULT,
        name,
        new EndpointSettings(
            "https://example.org/ü?a=" + version,
            Map.of("X-One", "1", "X-Two", "\"ü\\"),
            Duration.ofSeconds(15),
            List.of(Duration.ofSeconds(5), Duration.ofMinutes(5)),
            true,
            16,
            null,
            EndpointSettings.Body.EVENT),
        EndpointSecret.of(SECRET),
        EndpointState.ACTIVE,
        NOW,
        version);
  }

  private boolean save(Endpoint endpoint) {
    return Blocking.get(store.save(endpoint));
  }

  @Test
  void whatIsSavedIsFound() {
    Endpoint endpoint = endpoint("a", 1);
    assertThat(Blocking.get(store.find(Namespace.DEFAULT, "a"))).isEmpty();
    assertThat(save(endpoint)).isTrue();
    assertThat(Blocking.get(store.find(Namespace.DEFAULT, "a"))).contains(endpoint);
    assertThat(Blocking.get(store.find(new Namespace("other"), "a"))).isEmpty();
    assertThat(save(endpoint)).as("there is one").isFalse();
  }

  @Test
  void theNextVersionReplacesTheOneBefore() {
    save(endpoint("a", 1));
    assertThat(save(endpoint("a", 3))).isFalse();
    assertThat(save(endpoint("b", 2))).as("there is none").isFalse();
    Endpoint second =
        new Endpoint(
            Namespace.DEFAULT,
            "a",
            new EndpointSettings(
                "http://localhost",
                Map.of(),
                Duration.ofMillis(1),
                List.of(),
                false,
                1,
                7,
                EndpointSettings.Body.PAYLOAD),
            EndpointSecret.of(SECRET).replacedBy("whsec_bmV3", NOW.plusSeconds(1)),
            EndpointState.DISABLED,
            NOW,
            2);
    assertThat(save(second)).isTrue();
    assertThat(Blocking.get(store.find(Namespace.DEFAULT, "a"))).contains(second);
    assertThat(save(second)).isFalse();
  }

  @Test
  void theyAreListedByName() {
    for (String name : List.of("c", "a", "B", "b")) {
      save(endpoint(name, 1));
    }
    assertThat(Blocking.get(store.list(Namespace.DEFAULT, null, 3)))
        .containsExactly(endpoint("B", 1), endpoint("a", 1), endpoint("b", 1));
    assertThat(Blocking.get(store.list(Namespace.DEFAULT, "b", 3)))
        .containsExactly(endpoint("c", 1));
    assertThat(Blocking.get(store.list(new Namespace("other"), null, 3))).isEmpty();
  }

  @Test
  void whatIsDeletedIsGone() {
    save(endpoint("a", 1));
    assertThat(Blocking.get(store.delete(Namespace.DEFAULT, "a"))).isTrue();
    assertThat(Blocking.get(store.delete(Namespace.DEFAULT, "a"))).isFalse();
    assertThat(Blocking.get(store.find(Namespace.DEFAULT, "a"))).isEmpty();
    assertThat(save(endpoint("a", 1))).isTrue();
  }

  @Test
  void secretsAreEncrypted() throws SQLException {
    save(endpoint("a", 1));
    assertThat(storedSecret()).doesNotContain(SECRET).contains(REVERSE.encrypt(SECRET));
  }
}
