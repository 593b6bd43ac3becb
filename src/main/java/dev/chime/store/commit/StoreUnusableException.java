package dev.chime.store.commit;

import org.jspecify.annotations.Nullable;

/** The store cannot be opened; it says what is wrong, with which file, and what to do about it. */
public final class StoreUnusableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String remedy;

  /** An exception with what is wrong and what helps, each a sentence. */
  public StoreUnusableException(String problem, String remedy, @Nullable Throwable cause) {
    super(problem, cause);
    this.remedy = remedy;
  }

  /** What to do about it. */
  public String remedy() {
    return remedy;
  }
}
