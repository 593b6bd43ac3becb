package dev.chime.async.time;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Randomness that can be had again: what fails says its seed, and {@code -Dchime.fuzz.seed=<seed>}
 * brings it back.
 */
final class Seeds {

  private static final String PROPERTY = "chime.fuzz.seed";
  private static final RandomGeneratorFactory<RandomGenerator> GENERATORS =
      RandomGeneratorFactory.of("L64X128MixRandom");

  interface Test {
    void run(RandomGenerator random);
  }

  private Seeds() {}

  /** A fresh seed, or the one asked for. */
  static long seed() {
    Long asked = Long.getLong(PROPERTY);
    return asked != null ? asked : System.nanoTime();
  }

  static RandomGenerator generator(long seed) {
    return GENERATORS.create(seed);
  }

  /** Runs a test on a fresh seed, or on the one asked for. */
  static void run(Test test) {
    run(seed(), test);
  }

  static void run(long seed, Test test) {
    try {
      test.run(generator(seed));
    } catch (Throwable thrown) {
      throw new AssertionError("replay with -D" + PROPERTY + "=" + seed + ": " + thrown, thrown);
    }
  }
}
