package dev.chime.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.async.Context;
import dev.chime.async.Poll;
import dev.chime.async.Waker;
import dev.chime.timer.Blocking;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerChange;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the cache returns, and that this is never older than what is committed. */
@Timeout(60)
class WriteThroughCacheTest {

  private static final Instant NOW = TimerStoreContract.NOW;

  private final WriteThroughCache cache = new WriteThroughCache();
  private final Timer pending = TimerStoreContract.timer("timer", NOW);
  private final Timer elapsed = pending.outcomeAt(NOW.plusMillis(5));

  private void commit(Timer timer) {
    cache.writeThrough(Stores.UNHEARD).committed(List.of(TimerChange.decided(timer)));
  }

  @Test
  void whatHasBeenReadIsKept() {
    assertThat(cache.merge(pending, cache.commits())).isEqualTo(pending);

    assertThat(cache.get(pending.id())).isEqualTo(pending);
  }

  @Test
  void whatHasBeenCommittedSinceIsNewer() {
    long before = cache.commits();
    commit(elapsed);

    assertThat(cache.merge(pending, before)).isEqualTo(elapsed);
    assertThat(cache.get(pending.id())).isEqualTo(elapsed);
  }

  @Test
  void newsThatWereOvertakenChangeNothing() {
    commit(elapsed);
    cache.writeThrough(Stores.UNHEARD).committed(List.of(TimerChange.created(pending)));
    assertThat(cache.get(pending.id())).isEqualTo(elapsed);
  }

  @Test
  void aNewTimerUnderTheIdOfAnOldOneIsNoOldNews() {
    commit(elapsed);
    Timer later =
        Timer.pending(
            pending.id(), NOW.plusSeconds(9), NOW.plusSeconds(8), null, null, Map.of(), null, null);
    cache.writeThrough(Stores.UNHEARD).committed(List.of(TimerChange.created(later)));
    assertThat(cache.get(pending.id())).isEqualTo(later);
  }

  @Test
  void whatMayBeOlderThanACommitIsNotKept() {
    long before = cache.commits();
    commit(TimerStoreContract.timer("another", NOW).outcomeAt(NOW));

    assertThat(cache.merge(pending, before)).isEqualTo(pending);
    assertThat(cache.get(pending.id())).isNull();
  }

  @Test
  void whatIsForgottenStaysForgotten() {
    long before = cache.commits();
    cache.merge(elapsed, before);
    cache.purge(NOW.plusMillis(6));
    assertThat(cache.get(elapsed.id())).isNull();

    cache.merge(elapsed, before);
    assertThat(cache.get(elapsed.id())).isNull();
    assertThat(cache.merge(pending, before)).isEqualTo(pending);
    assertThat(cache.get(pending.id())).isEqualTo(pending);
  }

  @Test
  void aStoreReadsATimerFromTheDatabaseOnce(@TempDir Path folder) {
    try (JdbcTimerStore store = Stores.open(folder)) {
      Blocking.get(store.create(pending, null));
    }
    try (JdbcTimerStore store = Stores.open(folder)) {
      assertThat(Blocking.get(store.find(pending.id()))).contains(pending);

      assertThat(store.find(pending.id()).poll(Context.from(Waker.noop())))
          .isEqualTo(Poll.ready(Optional.of(pending)));
    }
  }
}
