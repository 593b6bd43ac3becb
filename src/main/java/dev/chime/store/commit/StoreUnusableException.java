package dev.chime.store.commit;

import org.jspecify.annotations.Nullable;

/** The store cannot be opened. The message says what is wrong; the remedy says what to do. */
public final class StoreUnusableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String remedy;

  /** An exception with a problem and a remedy, one or two sentences each. */
  public StoreUnusableException(String problem, String remedy, @Nullable Throwable cause) {
    super(problem, cause);
    this.remedy = remedy;
  }

  /** What an operator can do about it. */
  public String remedy() {
    return remedy;
  }
}
