package dev.chime.async;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a debugger shows of tasks and shards. */
class ToStringTest {

  /** A future that looks at its own task when it is polled. */
  private static final class Mirror implements Future<Unit> {
    private final List<String> seen = new ArrayList<>();
    private @Nullable Object task;
    private boolean notified;

    @Override
    public Poll<Unit> poll(Context context) {
      seen.add(String.valueOf(task));
      if (notified) {
        return Unit.ready();
      }
      notified = true;
      context.waker().wake();
      seen.add(String.valueOf(task));
      return Poll.pending();
    }

    @Override
    public String toString() {
      return "Mirror";
    }
  }

  @Test
  void aTaskShowsItsShardItsStateAndItsFuture() {
    Mirror mirror = new Mirror();
    OneShard.run(
        spawner -> {
          JoinHandle<Unit> task = spawner.spawn(mirror);
          mirror.task = task;
          assertThat(task).hasToString("Task[shard 0, scheduled, Mirror]");
        });
    assertThat(mirror.seen)
        .containsExactly(
            "Task[shard 0, running, Mirror]",
            "Task[shard 0, running and notified, Mirror]",
            "Task[shard 0, running, Mirror]");
    assertThat(mirror.task).hasToString("Task[shard 0, complete]");
  }

  @Test
  void anIdleTaskThatIsCancelledShowsIt() {
    Future<Unit> pending =
        new Future<>() {
          @Override
          public Poll<Unit> poll(Context context) {
            return Poll.pending();
          }

          @Override
          public String toString() {
            return "Pending";
          }
        };
    List<String> seen = new ArrayList<>();
    OneShard.run(
        spawner -> {
          JoinHandle<Unit> task = spawner.spawn(pending);
          spawner.spawn(
              OneShard.call(
                  () -> {
                    seen.add(task.toString());
                    task.cancel();
                    seen.add(task.toString());
                  }));
        });
    assertThat(seen)
        .containsExactly(
            "Task[shard 0, idle, Pending]", "Task[shard 0, scheduled, cancelled, Pending]");
  }

  @Test
  void aShardShowsWhetherItIsParkedAndHowManyTasksItHas() {
    Probe<Unit> probe = new Probe<>();
    List<String> seen = new ArrayList<>();
    OneShard.run(
        shard ->
            new Driver() {
              @Override
              public int turn(int budget) {
                seen.add(shard.toString());
                return 0;
              }

              @Override
              public long nextEvent() {
                return seen.size() == 1 ? 1_000 : NEVER;
              }

              @Override
              public void park(long event) {
                seen.add(shard.toString());
                if (event == NEVER) {
                  probe.complete(Unit.UNIT);
                }
              }
            },
        spawner -> spawner.spawn(probe));
    assertThat(seen)
        .containsExactly(
            "Shard[0, awake, 1 tasks]",
            "Shard[0, parked until 1000, 1 tasks]",
            "Shard[0, awake, 1 tasks]",
            "Shard[0, parked, 1 tasks]",
            "Shard[0, awake, 1 tasks]");
  }
}
