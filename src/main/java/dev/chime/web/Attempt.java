package dev.chime.web;

import dev.chime.async.Context;
import dev.chime.async.Future;
import dev.chime.async.Poll;
import java.util.function.Function;

/** A future that has a value even if what it stands for fails. */
final class Attempt<T> implements Future<T> {

  private final Future<T> attempt;
  private final Function<? super RuntimeException, ? extends T> failed;

  Attempt(Future<T> attempt, Function<? super RuntimeException, ? extends T> failed) {
    this.attempt = attempt;
    this.failed = failed;
  }

  @Override
  public Poll<T> poll(Context context) {
    try {
      return attempt.poll(context);
    } catch (RuntimeException e) {
      return Poll.ready(failed.apply(e));
    }
  }

  @Override
  public void drop() {
    attempt.drop();
  }
}
