package dev.chime.store.commit;

import dev.chime.timer.ChangeListener;
import dev.chime.timer.TimerChange;
import java.util.List;

/**
 * Commands that share a transaction.
 *
 * @param commands in the order in which they were submitted
 * @param withUnpersisted whether the transaction first writes the outcomes that could not be
 *     written before
 * @param mayGrow whether commands that need room are executed, if there is room
 */
record Batch(List<Command<?>> commands, boolean withUnpersisted, boolean mayGrow) {

  /** A batch whose transaction first writes what could not be written before. */
  static Batch of(List<Command<?>> commands) {
    return new Batch(commands, true, true);
  }

  /** A batch for each command. */
  static List<Batch> oneByOne(List<Command<?>> commands) {
    return commands.stream().map(command -> of(List.of(command))).toList();
  }

  /** Whether the commands may have changed rows that were there before. */
  boolean changesRows() {
    return commands.stream().anyMatch(Command::changesRows);
  }

  int size() {
    return commands.size();
  }

  /**
   * Tells of the deliveries that the commands have made available, without those of new ones, and
   * of what schedules have done.
   */
  void announce(CommitNews news) {
    Command.availableOf(commands).forEach(each -> news.available(each.lane(), each.at()));
    news.stepped(Command.passesOf(commands));
  }

  /**
   * Passes the changes that the commands have made to the listener, if there are any.
   *
   * @return the changes
   */
  List<TimerChange> publish(ChangeListener listener) {
    List<TimerChange> changes = Command.changesOf(commands);
    if (!changes.isEmpty()) {
      listener.committed(changes);
    }
    return changes;
  }
}
