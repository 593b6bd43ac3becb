package dev.chime.store.commit;

import dev.chime.timer.ChangeListener;
import dev.chime.timer.TimerChange;
import java.util.List;

/**
 * Commands that share a transaction.
 *
 * @param commands in the order in which they were accepted
 * @param withUnpersisted whether outcomes that could not be written before are to be written first
 */
record Batch(List<Command<?>> commands, boolean withUnpersisted) {

  /** Commands that are tried like any others. */
  static Batch of(List<Command<?>> commands) {
    return new Batch(commands, true);
  }

  /** Each of these commands in a transaction of its own. */
  static List<Batch> oneByOne(List<Command<?>> commands) {
    return commands.stream().map(command -> of(List.of(command))).toList();
  }

  int size() {
    return commands.size();
  }

  /** Tells the listener what the commands have changed, if they have changed anything. */
  void publish(ChangeListener listener) {
    List<TimerChange> changes = Command.changesOf(commands);
    if (!changes.isEmpty()) {
      listener.committed(changes);
    }
  }
}
