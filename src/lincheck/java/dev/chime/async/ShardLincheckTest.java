package dev.chime.async;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/**
 * A shard's parking, unparking and shutdown, on the real executor: on no schedule does the thread
 * that runs it sleep on, or the one that closes it wait in vain, and every task ends.
 */
public class ShardLincheckTest {

  private final Executor executor =
      Executor.builder().driver(shard -> new SleepingDriver()).build();
  private final Spawner spawner = executor.spawner();
  private final Oneshot<Integer> one = new Oneshot<>();
  private final Oneshot<Integer> two = new Oneshot<>();
  private final JoinHandle<?> waiting = spawner.spawn(one.join(two));
  private final List<JoinHandle<?>> handles =
      Collections.synchronizedList(new ArrayList<>(List.of(waiting)));

  @Test
  void aWakeReachesAShardThatIsAboutToPark() {
    explore("closeSpawner run", "completeOne completeTwo");
  }

  @Test
  void twoWakersLeaveTheUnparkToOneOfThem() {
    explore("closeSpawner run", "completeOne", "completeTwo");
  }

  @Test
  void aTaskSpawnedFromOutsideReachesAShardThatIsAboutToPark() {
    explore("run", "completeOne completeTwo spawnAndCloseInside");
  }

  @Test
  void aCancellationReachesAShardThatIsAboutToPark() {
    explore("closeSpawner run", "cancel");
  }

  @Test
  void aCancellationAndAWakeTogetherEndTheTaskOnce() {
    explore("completeOne closeSpawner run", "cancel", "completeTwo");
  }

  @Test
  void theLastSpawnerClosedEndsAShardThatIsAboutToPark() {
    explore("completeOne completeTwo run", "closeSpawner");
  }

  @Test
  void closeEndsAShardThatIsAboutToPark() {
    explore("run", "close");
  }

  @Test
  void closeSettlesWhatIsBeingSpawned() {
    explore("run", "spawn", "close");
  }

  @Test
  void twoThatCloseBothReturn() {
    explore("run", "close", "close");
  }

  private static void explore(String... threads) {
    Schedules.explore(ShardLincheckTest.class, Always.class, "everyTaskHasEnded", threads);
  }

  /** Runs the shard on the calling thread, unless it has been closed before. */
  @Operation
  public void run() {
    try {
      executor.run();
    } catch (IllegalStateException e) {
      // Closed first: a thread of the executor's own settles what is left.
    }
  }

  @Operation
  public void completeOne() {
    one.complete(1);
  }

  @Operation
  public void completeTwo() {
    two.complete(2);
  }

  @Operation
  public void spawn() {
    try {
      handles.add(spawner.spawn(Future.pending()));
    } catch (RejectedSpawnException e) {
      // Closed first.
    }
  }

  /** Spawns a task that ends the executor: nothing but its arrival unparks the shard. */
  @Operation
  public void spawnAndCloseInside() {
    handles.add(
        spawner.spawn(
            context -> {
              spawner.close();
              return Unit.ready();
            }));
  }

  @Operation
  public void cancel() {
    waiting.cancel();
  }

  @Operation
  public void closeSpawner() {
    spawner.close();
  }

  @Operation
  public void close() {
    executor.close();
  }

  @Operation
  public boolean everyTaskHasEnded() {
    return executor.stats().getFirst().pending() == 0
        && handles.stream().allMatch(JoinHandle::isDone);
  }

  /** What the steps return, whatever the schedule. */
  public static final class Always {
    public void run() {}

    public void completeOne() {}

    public void completeTwo() {}

    public void spawn() {}

    public void spawnAndCloseInside() {}

    public void cancel() {}

    public void closeSpawner() {}

    public void close() {}

    public boolean everyTaskHasEnded() {
      return true;
    }
  }
}
