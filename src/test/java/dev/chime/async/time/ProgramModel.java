package dev.chime.async.time;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Says by plain arithmetic which sleeps of a program come to their end, and when. */
final class ProgramModel {

  /** A sleep that came to its end. */
  record Mark(long millis, int number) {}

  private static final long FOREVER = Long.MAX_VALUE;

  private final List<Mark> marks = new ArrayList<>();
  private final Set<Long> moments = new HashSet<>();
  private boolean ambiguous;

  ProgramModel(Program program) {
    run(program, 0, FOREVER);
    marks.sort(Comparator.comparingLong(Mark::millis));
  }

  /** The ends of sleeps, in their order. */
  List<Mark> marks() {
    return marks;
  }

  /** Whether two timers were due at the same moment, so that their order decides what happens. */
  boolean isAmbiguous() {
    return ambiguous;
  }

  /** Runs from {@code start} until its end or until it is dropped at {@code drop}. */
  private void run(Program program, long start, long drop) {
    if (start >= drop) {
      return;
    }
    switch (program) {
      case Program.Sleep(int number, long millis) -> {
        moment(start + millis);
        if (start + millis < drop) {
          marks.add(new Mark(start + millis, number));
        }
      }
      case Program.Sequence(Program first, Program second) -> {
        run(first, start, drop);
        run(second, end(first, start), drop);
      }
      case Program.All(List<Program> programs) -> programs.forEach(each -> run(each, start, drop));
      case Program.Race(Program first, Program second) -> {
        long firstEnd = end(first, start);
        long secondEnd = end(second, start);
        run(first, start, firstEnd < secondEnd ? drop : Math.min(drop, secondEnd));
        run(second, start, secondEnd < firstEnd ? drop : Math.min(drop, firstEnd));
      }
      case Program.Limited(long millis, Program limited) -> {
        moment(start + millis);
        run(limited, start, Math.min(drop, start + millis));
      }
      case Program.Spawned(Program spawned) -> run(spawned, start, FOREVER); // nobody drops a task
      case Program.Cancelled(long millis, Program cancelled) -> {
        moment(start + millis);
        run(cancelled, start, start + millis < drop ? start + millis : FOREVER);
      }
    }
  }

  private static long end(Program program, long start) {
    return switch (program) {
      case Program.Sleep(int number, long millis) -> start + millis;
      case Program.Sequence(Program first, Program second) -> end(second, end(first, start));
      case Program.All(List<Program> programs) ->
          programs.stream().mapToLong(each -> end(each, start)).max().orElse(start);
      case Program.Race(Program first, Program second) ->
          Math.min(end(first, start), end(second, start));
      case Program.Limited(long millis, Program limited) ->
          Math.min(start + millis, end(limited, start));
      case Program.Spawned(Program spawned) -> end(spawned, start);
      case Program.Cancelled(long millis, Program cancelled) -> start + millis;
    };
  }

  private void moment(long millis) {
    ambiguous |= !moments.add(millis);
  }
}
