package dev.chime.async.time;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Makes programs at random. */
final class ProgramGenerator {

  private final RandomGenerator random;
  private final int bits;
  private int sleeps;

  /** One that makes waits of up to {@code 2^bits} milliseconds, short and long ones alike. */
  ProgramGenerator(RandomGenerator random, int bits) {
    this.random = random;
    this.bits = bits;
  }

  Program next(int depth) {
    if (depth == 0) {
      return new Program.Sleep(sleeps++, millis());
    }
    return switch (random.nextInt(8)) {
      case 0 -> new Program.Sleep(sleeps++, millis());
      case 1, 2 -> new Program.Sequence(next(depth - 1), next(depth - 1));
      case 3 -> new Program.All(several(depth - 1));
      case 4 -> new Program.Race(next(depth - 1), next(depth - 1));
      case 5 -> new Program.Limited(millis(), next(depth - 1));
      case 6 -> new Program.Spawned(next(depth - 1));
      default -> new Program.Cancelled(millis(), next(depth - 1));
    };
  }

  private List<Program> several(int depth) {
    return Stream.generate(() -> next(depth)).limit(1 + random.nextInt(4)).toList();
  }

  private long millis() {
    return 1 + (random.nextLong() >>> (Long.SIZE - 1 - random.nextInt(bits)));
  }
}
