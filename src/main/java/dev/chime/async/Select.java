package dev.chime.async;

/**
 * The future that {@link Future#select} returns.
 *
 * @param <A> the type of the first value
 * @param <B> the type of the second
 */
public final class Select<A, B> implements Future<Select.Either<A, B>> {

  /** The value of the future that was ready first. */
  public sealed interface Either<A, B> {}

  /**
   * The first future was ready first.
   *
   * @param value its value
   */
  public record First<A, B>(A value) implements Either<A, B> {}

  /**
   * The second future was ready first.
   *
   * @param value its value
   */
  public record Second<A, B>(B value) implements Either<A, B> {}

  private final Future<A> first;
  private final Future<B> second;

  Select(Future<A> first, Future<B> second) {
    this.first = first;
    this.second = second;
  }

  @Override
  public Poll<Either<A, B>> poll(Context context) {
    if (first.poll(context) instanceof Poll.Ready<A>(A value)) {
      second.drop();
      return Poll.ready(new First<>(value));
    }
    if (second.poll(context) instanceof Poll.Ready<B>(B value)) {
      first.drop();
      return Poll.ready(new Second<>(value));
    }
    return Poll.pending();
  }

  @Override
  public void drop() {
    try {
      first.drop();
    } finally { // also when the first throws
      second.drop();
    }
  }
}
