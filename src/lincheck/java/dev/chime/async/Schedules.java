package dev.chime.async;

import java.util.Arrays;
import java.util.List;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;

/** Runs what threads do at the same time on many schedules, and fails if they ever hang. */
final class Schedules {

  private static final int SCHEDULES = 400;

  private Schedules() {}

  /**
   * Explores the schedules of some threads.
   *
   * @param fixture makes what the threads work on; the threads' steps are its methods
   * @param specification says what each step returns
   * @param lastly the step taken when all threads are done
   * @param threads the names of each thread's steps, separated by spaces
   */
  static void explore(Class<?> fixture, Class<?> specification, String lastly, String... threads) {
    List<List<Actor>> parallel =
        Arrays.stream(threads).map(thread -> steps(fixture, thread)).toList();
    new ModelCheckingOptions()
        .addGuarantee(
            // An internal name of the library; its public guarantees keep the spurious returns.
            ManagedStrategyGuaranteeKt.forClasses(SoundSleeper.class.getName())
                .allMethods()
                .mute$lincheck())
        .sequentialSpecification(specification)
        .iterations(0) // none at random
        .invocationsPerIteration(SCHEDULES)
        .minimizeFailedScenario(false) // without one of its threads any scenario hangs
        .addCustomScenario(new ExecutionScenario(List.of(), parallel, steps(fixture, lastly), null))
        .check(fixture);
  }

  private static List<Actor> steps(Class<?> fixture, String names) {
    return Arrays.stream(names.split(" ", -1)).map(name -> step(fixture, name)).toList();
  }

  private static Actor step(Class<?> fixture, String name) {
    try {
      return new Actor(fixture.getMethod(name), List.of());
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
