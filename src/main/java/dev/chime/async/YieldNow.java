package dev.chime.async;

/** The future that {@link Future#yieldNow} returns. */
final class YieldNow implements Future<Unit> {

  private boolean yielded;

  @Override
  public Poll<Unit> poll(Context context) {
    if (yielded) {
      return Unit.ready();
    }
    yielded = true;
    context.waker().wake();
    return Poll.pending();
  }
}
