package dev.chime.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a store says of itself while its disk does not answer. */
@Timeout(60)
class StoreFiguresTest extends HeldCommits {

  @Test
  void aTransactionGrowsOldWhileTheDiskDoesNotAnswer() {
    stored("a");
    await().until(() -> store.figures().transactionAge().isZero());
    CountDownLatch commits = commitHeld();
    await().until(database::holdsCommit);
    Duration before = store.figures().transactionAge();
    assertThat(before).isPositive();
    await().until(() -> store.figures().transactionAge().compareTo(before) > 0);
    commits.countDown();
    await().until(() -> store.figures().transactionAge().isZero());
    assertThat(store.figures().problem()).isNull();
  }

  @Test
  void thatIsAProblemAfterTenSeconds() {
    assertThat(StoreFigures.stall(Duration.ofMillis(9_999))).isNull();
    assertThat(StoreFigures.stall(Duration.ofSeconds(10)))
        .isEqualTo("a transaction has not come to its end for 10 s");
  }
}
