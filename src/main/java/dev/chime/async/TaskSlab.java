package dev.chime.async;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * All tasks of a shard, so that shutdown can also end those that nothing will ever wake. An array
 * without holes: the last task takes the place of the one that leaves. One thread.
 */
final class TaskSlab {

  private static final int INITIAL = 64;

  private @Nullable Task<?>[] tasks = new Task<?>[INITIAL];
  private int size;

  void add(Task<?> task) {
    if (size == tasks.length) {
      tasks = Arrays.copyOf(tasks, size + (size >> 1));
    }
    task.slot = size;
    tasks[size++] = task;
  }

  void remove(Task<?> task) {
    Task<?> last = tasks[--size];
    tasks[size] = null;
    if (last != null && last != task) {
      tasks[task.slot] = last;
      last.slot = task.slot;
    }
    if (tasks.length > INITIAL && size < tasks.length >> 2) {
      tasks =
          Arrays.copyOf(tasks, tasks.length >> 1); // a storm of tasks must not cost memory for ever
    }
  }

  /** Any of the tasks; null if none is left. */
  @Nullable Task<?> any() {
    return size == 0 ? null : tasks[size - 1];
  }
}
