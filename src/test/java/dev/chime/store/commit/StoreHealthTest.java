package dev.chime.store.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class StoreHealthTest {

  private final SQLException failure = new SQLException("no answer");

  private final StoreHealth health = new StoreHealth();

  @Test
  void hasNoProblemAtFirst() {
    assertThat(health.problem()).isNull();
    assertThat(health.probeAfter()).isNull();
  }

  @Test
  void keepsAProblemUntilATransactionSucceedsAndNothingIsLeftToWrite() {
    health.failed(Failure.UNAVAILABLE, failure);
    assertThat(health.problem()).isEqualTo("no answer");
    assertThat(health.probeAfter()).isPositive();

    health.committed(true, true);
    assertThat(health.problem()).isEqualTo("no answer");

    health.committed(true, false);
    assertThat(health.problem()).isNull();
  }

  @Test
  void isFullWhileThereIsNoRoom() {
    health.committed(false, false);
    assertThat(health.problem()).isEqualTo(StoreHealth.FULL);

    health.committed(true, false);
    assertThat(health.problem()).isNull();
  }

  @Test
  void isUsableAfterWhatMayPassAndNotAfterWhatMayNot() {
    health.failed(Failure.FULL, failure);
    assertThatNoException().isThrownBy(health::requireUsable);

    health.failed(Failure.BROKEN, failure);
    assertThatExceptionOfType(SQLException.class).isThrownBy(health::requireUsable);
    health.failed(Failure.OTHER, failure);
    assertThatExceptionOfType(SQLException.class).isThrownBy(health::requireUsable);
  }
}
