package dev.chime.bench;

import java.util.Arrays;
import java.util.List;

/**
 * What a program is started with: numbers by position, and flags for the JVM that it measures.
 *
 * @param numbers those that do not begin with a dash
 * @param flags those that do
 * @param disk what the servers' disk is to be like: {@code --slow-disk} or {@code --disk-1ms}, or
 *     as it is
 */
record ProgramArguments(List<Integer> numbers, List<String> flags, Disk.Kind disk) {

  static ProgramArguments of(String[] arguments) {
    List<String> disks = Arrays.stream(Disk.Kind.values()).map(Disk.Kind::option).toList();
    return new ProgramArguments(
        Arrays.stream(arguments)
            .filter(text -> !text.startsWith("-"))
            .map(Integer::valueOf)
            .toList(),
        Arrays.stream(arguments)
            .filter(text -> text.startsWith("-") && !disks.contains(text))
            .toList(),
        Arrays.stream(Disk.Kind.values())
            .filter(kind -> List.of(arguments).contains(kind.option()))
            .findFirst()
            .orElse(Disk.Kind.OWN));
  }

  int number(int position, int orElse) {
    return position < numbers.size() ? numbers.get(position) : orElse;
  }

  List<String> flagsOr(List<String> orElse) {
    return flags.isEmpty() ? orElse : flags;
  }
}
