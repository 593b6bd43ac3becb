package dev.chime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chime.async.Future;
import dev.chime.async.Oneshot;
import dev.chime.timer.StoreException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A gauge has the value of a read, or none. */
@Timeout(60)
class StoreReadingTest {

  @Test
  void hasTheValue() {
    assertThat(StoreReading.of(Future.ready(21), value -> 2 * value)).isEqualTo(42);
  }

  @Test
  void hasNoneIfTheStoreCannotBeRead() {
    Oneshot<Integer> failed = new Oneshot<>();
    failed.fail(new StoreException("on purpose", null));
    assertThat(StoreReading.of(failed, value -> value)).isNaN();
  }

  /** A disk that has stopped answers no read that waits for a commit. */
  @Test
  void hasNoneIfTheStoreDoesNotAnswer() {
    assertThat(StoreReading.of(new Oneshot<Integer>(), value -> value)).isNaN();
  }

  @Test
  void passesOnWhatIsWrongInTheProgram() {
    assertThatThrownBy(
            () ->
                StoreReading.of(
                    Future.ready(1),
                    value -> {
                      throw new IllegalArgumentException("on purpose");
                    }))
        .hasRootCauseInstanceOf(IllegalArgumentException.class);
  }
}
