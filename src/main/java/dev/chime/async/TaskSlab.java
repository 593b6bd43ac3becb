package dev.chime.async;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The set of all tasks of a shard, so that a shutdown also ends tasks that nothing will ever wake.
 * It is an array without gaps: the last task moves to the slot of a removed one. Not thread-safe.
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
      tasks = Arrays.copyOf(tasks, tasks.length >> 1); // a peak must not cost memory forever
    }
  }

  /**
   * Any one of the tasks.
   *
   * @return null if there is none
   */
  @Nullable Task<?> any() {
    return size == 0 ? null : tasks[size - 1];
  }
}
