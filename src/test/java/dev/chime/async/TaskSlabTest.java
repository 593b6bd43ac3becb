package dev.chime.async;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TaskSlabTest {

  private final TaskSlab slab = new TaskSlab();
  private final List<Shard> shards = new ArrayList<>();

  @Test
  void holdsExactlyWhatHasBeenAddedAndNotRemoved() {
    Random random = new Random(1);
    List<Task<?>> expected = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      boolean growing = (i / 10_000) % 2 == 0;
      if (expected.isEmpty() || random.nextInt(10) < (growing ? 8 : 2)) {
        Task<?> task = task();
        slab.add(task);
        expected.add(task);
      } else {
        int victim = random.nextInt(expected.size());
        slab.remove(expected.get(victim));
        expected.set(victim, expected.getLast());
        expected.removeLast();
      }
    }

    assertThat(emptied()).isEqualTo(new HashSet<>(expected));
  }

  @Test
  void isEmptyAtFirstAndAfterTheLastHasGone() {
    assertThat(slab.any()).isNull();
    Task<?> task = task();
    slab.add(task);
    assertThat(slab.any()).isSameAs(task);

    slab.remove(task);

    assertThat(slab.any()).isNull();
  }

  private Set<Task<?>> emptied() {
    Set<Task<?>> found = new HashSet<>();
    for (Task<?> task = slab.any(); task != null; task = slab.any()) {
      slab.remove(task);
      found.add(task);
    }
    return found;
  }

  private Task<?> task() {
    if (shards.isEmpty()) {
      Executor.builder()
          .driver(
              shard -> {
                shards.add(shard);
                return Driver.idle();
              })
          .build();
    }
    return new Task<>(shards.getFirst(), Future.pending());
  }
}
