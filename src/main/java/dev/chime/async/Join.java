package dev.chime.async;

/**
 * The future that {@link Future#join} returns.
 *
 * @param <A> the type of the first value
 * @param <B> the type of the second
 */
public final class Join<A, B> implements Future<Join.Both<A, B>> {

  /**
   * The values of two futures.
   *
   * @param first the value of the first future
   * @param second the value of the second future
   */
  public record Both<A, B>(A first, B second) {}

  private final MaybeDone<A> first;
  private final MaybeDone<B> second;

  Join(Future<A> first, Future<B> second) {
    this.first = new MaybeDone<>(first);
    this.second = new MaybeDone<>(second);
  }

  @Override
  public Poll<Both<A, B>> poll(Context context) {
    boolean firstDone = first.poll(context); // both are polled, whatever the result of the first
    boolean secondDone = second.poll(context);
    return firstDone && secondDone
        ? Poll.ready(new Both<>(first.value(), second.value()))
        : Poll.pending();
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
