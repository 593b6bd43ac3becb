package dev.chime.bench;

import java.util.Arrays;
import java.util.List;

/**
 * What a program is started with: numbers by position, and flags for the JVM that it measures.
 *
 * @param numbers those that do not begin with a dash
 * @param flags those that do
 * @param slowDisk whether the servers' disk is to be made slow, {@code --slow-disk}: see {@link
 *     Disk}
 */
record ProgramArguments(List<Integer> numbers, List<String> flags, boolean slowDisk) {

  private static final String SLOW_DISK = "--slow-disk";

  static ProgramArguments of(String[] arguments) {
    return new ProgramArguments(
        Arrays.stream(arguments)
            .filter(text -> !text.startsWith("-"))
            .map(Integer::valueOf)
            .toList(),
        Arrays.stream(arguments)
            .filter(text -> text.startsWith("-") && !text.equals(SLOW_DISK))
            .toList(),
        List.of(arguments).contains(SLOW_DISK));
  }

  int number(int position, int orElse) {
    return position < numbers.size() ? numbers.get(position) : orElse;
  }

  List<String> flagsOr(List<String> orElse) {
    return flags.isEmpty() ? orElse : flags;
  }
}
