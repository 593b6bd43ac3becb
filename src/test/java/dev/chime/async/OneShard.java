package dev.chime.async;

import java.util.function.Consumer;
import java.util.function.Function;

/** An executor of one shard that runs on the calling thread, hence always in the same way. */
final class OneShard {

  private OneShard() {}

  /** Lets {@code program} spawn, then runs until all tasks are done. Answers the counts. */
  static ShardStats run(Consumer<Spawner> program) {
    return run(shard -> Driver.idle(), program);
  }

  static ShardStats run(Function<Shard, Driver> driver, Consumer<Spawner> program) {
    Executor executor = Executor.builder().driver(driver).build();
    try (Spawner spawner = executor.spawner()) {
      program.accept(spawner);
    }
    executor.run();
    return executor.stats().getFirst();
  }

  /** A future that does something at its first poll and is ready then. */
  static Future<Unit> call(Runnable action) {
    return context -> {
      action.run();
      return Unit.ready();
    };
  }
}
