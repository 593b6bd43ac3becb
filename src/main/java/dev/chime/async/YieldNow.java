package dev.chime.async;

/** {@link Future#yieldNow}. */
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
