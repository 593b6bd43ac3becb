package dev.chime.store.row;

import dev.chime.timer.ListOrder;
import org.jspecify.annotations.Nullable;

/**
 * Between which ids the next page of a list begins and ends; neither of the two belongs to it.
 *
 * @param above what all ids come after
 * @param below what all ids come before
 */
record IdBounds(String above, String below) {

  /** A character that sorts after those of all ids; the ones of ids come after a hyphen. */
  private static final char LAST = '\u007f';

  /**
   * The bounds of a page.
   *
   * @param prefix what all ids begin with
   * @param after the id at the end of the page before; null for the first page
   */
  static IdBounds of(String prefix, ListOrder order, @Nullable String after) {
    IdBounds all = new IdBounds(before(prefix), prefix + LAST);
    if (after == null) {
      return all;
    }
    return switch (order) {
      case ASCENDING -> all.above(after);
      case DESCENDING -> after.compareTo(all.below) < 0 ? new IdBounds(all.above, after) : all;
    };
  }

  /** A text before all that begin with the prefix, and after all ids that sort before these. */
  private static String before(String prefix) {
    int last = prefix.length() - 1;
    return last < 0 ? "" : prefix.substring(0, last) + (char) (prefix.charAt(last) - 1) + LAST;
  }

  /** Those of these bounds that come after another text, too. */
  IdBounds above(String text) {
    return text.compareTo(above) > 0 ? new IdBounds(text, below) : this;
  }
}
