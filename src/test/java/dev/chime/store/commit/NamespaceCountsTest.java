package dev.chime.store.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.timer.Namespace;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamespaceCountsTest {

  private static final Namespace OTHER = new Namespace("other");

  private final NamespaceCounts counts = new NamespaceCounts();

  private static List<NamespaceCounts.Entry> pending(Namespace namespace, long pending) {
    return List.of(new NamespaceCounts.Entry(namespace, new TimerCounts(5, pending, 0, 0, 0)));
  }

  @Test
  void keepsToTheLatestCommitInWhateverOrderWritersTellOfThem() {
    counts.applyCommit(pending(Namespace.DEFAULT, 8), 12);
    counts.applyCommit(pending(Namespace.DEFAULT, 3), 11);
    counts.applyCommit(pending(OTHER, 1), 10);

    assertThat(counts.of(Namespace.DEFAULT).pending()).isEqualTo(8);
    assertThat(counts.of(OTHER).pending()).isEqualTo(1);
    assertThat(counts.total()).isEqualTo(new TimerCounts(5, 9, 0, 0, 0));
  }

  @Test
  void beginsAnewWithWhatIsReadFromADatabaseWhoseNumbersHaveGoneBack() {
    counts.applyCommit(pending(Namespace.DEFAULT, 8), 12);

    counts.load(pending(Namespace.DEFAULT, 2));
    counts.applyCommit(pending(Namespace.DEFAULT, 3), 7);

    assertThat(counts.total().pending()).isEqualTo(3);
  }

  @Test
  void goesOnAfterTheNumberItHasHeardOfWhenItIsRefreshed() {
    counts.applyCommit(pending(Namespace.DEFAULT, 8), 12);

    counts.refresh(pending(Namespace.DEFAULT, 6).getFirst());
    counts.applyCommit(pending(Namespace.DEFAULT, 7), 11);

    assertThat(counts.total().pending()).isEqualTo(6);
  }

  @Test
  void isChangedByATallyOnlyWhenThatIsCommitted() {
    counts.load(pending(Namespace.DEFAULT, 2));
    CountsDelta delta = new CountsDelta(counts);

    delta.add(Namespace.DEFAULT, counts -> counts.withActivityAt(9).created(1));
    counts.load(pending(Namespace.DEFAULT, 4)); // by another writer, meanwhile

    assertThat(delta.current(Namespace.DEFAULT)).isEqualTo(new TimerCounts(9, 5, 0, 0, 0));
    assertThat(delta.deltas())
        .containsExactly(
            new NamespaceCounts.Entry(Namespace.DEFAULT, new TimerCounts(9, 1, 0, 0, 0)));
    assertThat(counts.total().pending()).isEqualTo(4);
  }
}
