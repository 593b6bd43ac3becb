package dev.chime.async.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.async.Executor;
import dev.chime.async.Future;
import dev.chime.async.Spawner;
import dev.chime.async.Unit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** The program at the end of the book's chapter "Build an Executor". */
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class BookExampleTest {

  private final VirtualTicker ticker = VirtualTicker.autoAdvancing(0);
  private final List<String> output = new ArrayList<>();

  @Test
  void runsOnTheWheel() {
    WheelTimerDriver timers = new WheelTimerDriver(ticker);

    run(Executor.builder().driver(timers::attach).build(), timers);

    assertThat(timers.armed()).containsExactly(0);
  }

  @Test
  void runsOnAThreadForEachTimer() {
    run(Executor.builder().build(), new ThreadTimerDriver(ticker));
  }

  private void run(Executor executor, TimerDriver timers) {
    Spawner spawner = executor.spawner();
    spawner.spawn(
        Future.lazy(
                () -> {
                  output.add("howdy!");
                  return TimerFuture.after(timers, Duration.ofSeconds(2));
                })
            .map(this::done));
    spawner.close(); // so that the executor knows that no more tasks will come
    assertThat(output).isEmpty();

    executor.run();

    assertThat(output).containsExactly("howdy!", "done!");
    assertThat(ticker.nanos()).isEqualTo(Duration.ofSeconds(2).toNanos());
  }

  private Unit done(Unit unit) {
    output.add("done!");
    return unit;
  }
}
