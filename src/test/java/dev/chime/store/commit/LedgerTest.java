package dev.chime.store.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.timer.Namespace;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerTest {

  private static final Namespace OTHER = new Namespace("other");

  private final Ledger ledger = new Ledger();

  private static List<Ledger.Entry> pending(Namespace namespace, long pending) {
    return List.of(new Ledger.Entry(namespace, new Counts(5, pending, 0, 0, 0)));
  }

  @Test
  void keepsToTheLatestCommitInWhateverOrderWritersTellOfThem() {
    ledger.follow(pending(Namespace.DEFAULT, 8), 12);
    ledger.follow(pending(Namespace.DEFAULT, 3), 11);
    ledger.follow(pending(OTHER, 1), 10);

    assertThat(ledger.committed(Namespace.DEFAULT).pending()).isEqualTo(8);
    assertThat(ledger.committed(OTHER).pending()).isEqualTo(1);
    assertThat(ledger.total()).isEqualTo(new Counts(5, 9, 0, 0, 0));
  }

  @Test
  void beginsAnewWithWhatIsReadFromADatabaseWhoseNumbersHaveGoneBack() {
    ledger.follow(pending(Namespace.DEFAULT, 8), 12);

    ledger.load(pending(Namespace.DEFAULT, 2));
    ledger.follow(pending(Namespace.DEFAULT, 3), 7);

    assertThat(ledger.total().pending()).isEqualTo(3);
  }

  @Test
  void goesOnAfterTheNumberItHasHeardOfWhenItIsRefreshed() {
    ledger.follow(pending(Namespace.DEFAULT, 8), 12);

    ledger.refresh(pending(Namespace.DEFAULT, 6).getFirst());
    ledger.follow(pending(Namespace.DEFAULT, 7), 11);

    assertThat(ledger.total().pending()).isEqualTo(6);
  }

  @Test
  void isChangedByATallyOnlyWhenThatIsCommitted() {
    ledger.load(pending(Namespace.DEFAULT, 2));
    Tally tally = new Tally(ledger);

    tally.change(Namespace.DEFAULT, counts -> counts.at(9).created(1));
    ledger.load(pending(Namespace.DEFAULT, 4)); // by another writer, meanwhile

    assertThat(tally.present(Namespace.DEFAULT)).isEqualTo(new Counts(9, 5, 0, 0, 0));
    assertThat(tally.added())
        .containsExactly(new Ledger.Entry(Namespace.DEFAULT, new Counts(9, 1, 0, 0, 0)));
    assertThat(ledger.total().pending()).isEqualTo(4);
  }
}
