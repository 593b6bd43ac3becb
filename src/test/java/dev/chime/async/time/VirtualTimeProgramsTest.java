package dev.chime.async.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.async.Future;
import dev.chime.async.JoinHandle;
import dev.chime.async.ShardStats;
import dev.chime.async.Unit;
import dev.chime.async.time.ProgramModel.Mark;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Random programs in virtual time, each against a model and against itself. */
@org.junit.jupiter.api.Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class VirtualTimeProgramsTest {

  private static final int PROGRAMS = 1_000;
  private static final long[] STARTS = {
    0, Long.MIN_VALUE, Long.MAX_VALUE - Duration.ofMinutes(1).toNanos()
  };

  @Test
  void elapseInTheOrderAndAtTheTimesOfTheModel() {
    Seeds.run(
        random -> {
          int checked = 0;
          int marks = 0;
          while (checked < PROGRAMS) {
            Program program = new ProgramGenerator(random, 34).next(5);
            ProgramModel model = new ProgramModel(program);
            if (!model.isAmbiguous()) {
              long start = aligned(STARTS[checked % STARTS.length]);
              assertThat(new Run(start, program).trace()).isEqualTo(model.marks());
              marks += model.marks().size();
              checked++;
            }
          }
          assertThat(marks).isGreaterThan(PROGRAMS);
        });
  }

  @Test
  void comeToTheSameEveryTimeAlsoWhereManyTimersAreDueAtOnce() {
    long seed = Seeds.seed();
    Seeds.run(
        seed,
        random -> {
          for (int i = 0; i < PROGRAMS; i++) {
            long each = random.nextLong();
            List<Mark> once = new Run(0, crowded(Seeds.generator(each))).trace();
            List<Mark> again = new Run(0, crowded(Seeds.generator(each))).trace();
            assertThat(again).isEqualTo(once);
            assertThat(once).extracting(Mark::millis).isSorted();
          }
        });
  }

  private static Program crowded(RandomGenerator random) {
    return new ProgramGenerator(random, 4).next(6);
  }

  private static long aligned(long start) {
    return Math.ceilDiv(start, 1_000_000L) * 1_000_000;
  }

  /** A program as futures and tasks. */
  private static final class Run {
    private final VirtualRun run;
    private final Program program;
    private final List<Mark> trace = new ArrayList<>();

    Run(long start, Program program) {
      run = new VirtualRun(start);
      this.program = program;
    }

    List<Mark> trace() {
      run.spawn(future(program));
      ShardStats stats = run.run();
      assertThat(stats.failed()).isZero();
      assertThat(stats.spawned()).isEqualTo(stats.completed() + stats.cancelled());
      assertThat(stats.pending()).isZero();
      assertThat(run.armed()).isZero();
      return trace;
    }

    private Future<Unit> future(Program program) {
      return Future.lazy(
          () ->
              switch (program) {
                case Program.Sleep(int number, long millis) -> sleep(number, millis);
                case Program.Sequence(Program first, Program second) ->
                    future(first).then(unit -> future(second));
                case Program.All(List<Program> programs) ->
                    Future.joinAll(programs.stream().map(this::future).toList()).map(Run::unit);
                case Program.Race(Program first, Program second) ->
                    future(first).select(future(second)).map(Run::unit);
                case Program.Limited(long millis, Program limited) ->
                    Timeout.after(run.timers(), Duration.ofMillis(millis), future(limited))
                        .map(Run::unit);
                case Program.Spawned(Program spawned) -> spawn(spawned);
                case Program.Cancelled(long millis, Program cancelled) -> {
                  JoinHandle<Unit> handle = spawn(cancelled);
                  yield run.sleep(millis)
                      .map(
                          now -> {
                            handle.cancel();
                            return Unit.UNIT;
                          });
                }
              });
    }

    private Future<Unit> sleep(int number, long millis) {
      return run.sleep(millis)
          .map(
              nanos -> {
                assertThat(nanos % 1_000_000).isZero();
                trace.add(new Mark(run.elapsedMillis(), number));
                return Unit.UNIT;
              });
    }

    private JoinHandle<Unit> spawn(Program spawned) {
      return run.spawn(future(spawned));
    }

    private static Unit unit(Object ignored) {
      return Unit.UNIT;
    }
  }
}
