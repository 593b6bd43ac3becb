package dev.chime.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class TaskCancelTest {

  private final Probe<String> probe = new Probe<>();
  private final AtomicReference<JoinHandle<String>> handle = new AtomicReference<>();

  @Test
  void ofAnIdleTaskDropsItsFuture() {
    ShardStats stats =
        OneShard.run(
            spawner -> {
              handle.set(spawner.spawn(probe));
              spawner.spawn(OneShard.call(() -> handle.get().cancel()));
            });

    assertThat(probe.polls()).isOne();
    assertThat(probe.drops()).isOne();
    assertThat(stats.cancelled()).isOne();
    assertThat(stats.completed()).isOne();
    assertCancelled();
  }

  @Test
  void beforeTheFirstPollDropsTheFutureUnpolled() {
    ShardStats stats =
        OneShard.run(
            spawner -> {
              handle.set(spawner.spawn(probe));
              handle.get().cancel();
            });

    assertThat(probe.polls()).isZero();
    assertThat(probe.drops()).isOne();
    assertThat(stats.cancelled()).isOne();
    assertCancelled();
  }

  @Test
  void countsNoPollAndNoWake() {
    ShardStats stats =
        OneShard.run(
            spawner -> {
              handle.set(spawner.spawn(probe));
              spawner.spawn(OneShard.call(() -> handle.get().cancel()));
            });

    assertThat(stats.polled()).isEqualTo(2); // one for each future
    assertThat(stats.woken()).isZero();
  }

  @Test
  void ofAScheduledTaskTakesThePlaceOfItsPoll() {
    OneShard.run(
        spawner -> {
          handle.set(spawner.spawn(probe));
          spawner.spawn(
              OneShard.call(
                  () -> {
                    probe.complete("too late");
                    handle.get().cancel();
                  }));
        });

    assertThat(probe.polls()).isOne();
    assertThat(probe.drops()).isOne();
    assertCancelled();
  }

  @Test
  void duringThePollWaitsForItsEnd() {
    List<String> events = new ArrayList<>();
    Future<String> future =
        new Future<>() {
          @Override
          public Poll<String> poll(Context context) {
            handle.get().cancel();
            events.add("polled, done: " + handle.get().isDone());
            return Poll.pending();
          }

          @Override
          public void drop() {
            events.add("dropped");
          }
        };

    ShardStats stats = OneShard.run(spawner -> handle.set(spawner.spawn(future)));

    assertThat(events).containsExactly("polled, done: false", "dropped");
    assertThat(stats.cancelled()).isOne();
    assertCancelled();
  }

  @Test
  void duringThePollThatCompletesComesTooLate() {
    ShardStats stats =
        OneShard.run(
            spawner ->
                handle.set(
                    spawner.spawn(
                        context -> {
                          handle.get().cancel();
                          return Poll.ready("done");
                        })));

    assertThat(stats.completed()).isOne();
    assertThat(stats.cancelled()).isZero();
    assertThat(handle.get().poll(new CountingWaker().context())).isEqualTo(Poll.ready("done"));
  }

  @Test
  void afterCompletionChangesNothing() {
    ShardStats stats =
        OneShard.run(
            spawner -> {
              handle.set(spawner.spawn(Probe.ready("done")));
              spawner.spawn(OneShard.call(() -> handle.get().cancel()));
            });
    handle.get().cancel();

    assertThat(stats.completed()).isEqualTo(2);
    assertThat(stats.cancelled()).isZero();
    assertThat(handle.get().poll(new CountingWaker().context())).isEqualTo(Poll.ready("done"));
  }

  @Test
  void againAndAgainIsOneCancel() {
    ShardStats stats =
        OneShard.run(
            spawner -> {
              handle.set(spawner.spawn(probe));
              spawner.spawn(
                  OneShard.call(
                      () -> {
                        handle.get().cancel();
                        handle.get().cancel();
                      }));
              spawner.spawn(Future.yieldNow().then(u -> OneShard.call(handle.get()::cancel)));
            });

    assertThat(probe.drops()).isOne();
    assertThat(stats.cancelled()).isOne();
  }

  @Test
  void wakesWhoeverWaitsForTheTask() {
    ShardStats stats =
        OneShard.run(
            spawner -> {
              handle.set(spawner.spawn(probe));
              spawner.spawn(handle.get());
              spawner.spawn(OneShard.call(() -> handle.get().cancel()));
            });

    assertThat(stats.cancelled()).isOne();
    assertThat(stats.failed()).isOne(); // the waiter, with the JoinException
  }

  @Test
  void droppingTheHandleLetsTheTaskRun() {
    ShardStats stats =
        OneShard.run(
            spawner -> {
              spawner.spawn(Future.yieldNow().map(unit -> "done")).drop();
            });

    assertThat(stats.completed()).isOne();
  }

  private void assertCancelled() {
    assertThat(handle.get().isDone()).isTrue();
    assertThatThrownBy(() -> handle.get().poll(new CountingWaker().context()))
        .asInstanceOf(InstanceOfAssertFactories.type(JoinException.class))
        .returns(true, JoinException::isCancelled);
  }
}
