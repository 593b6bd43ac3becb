package dev.chime.timer.service;

import dev.chime.async.Context;
import dev.chime.async.Future;
import dev.chime.async.Poll;
import dev.chime.timer.Creation;
import dev.chime.timer.IdempotencyKey;

/** Creating with an idempotency key, unless another request with the same key is at it. */
final class OneAtATime implements Future<Creation> {

  private final InFlight inFlight;
  private final IdempotencyKey key;
  private final Future<Creation> creating;
  private boolean asked;
  private boolean begun; // and not ended

  OneAtATime(InFlight inFlight, IdempotencyKey key, Future<Creation> creating) {
    this.inFlight = inFlight;
    this.key = key;
    this.creating = creating;
  }

  @Override
  public Poll<Creation> poll(Context context) {
    if (!asked) {
      asked = true;
      if (!inFlight.begin(key)) {
        return Poll.ready(new Creation.InFlight());
      }
      begun = true;
    }
    try {
      Poll<Creation> poll = creating.poll(context);
      if (poll.isReady()) {
        end();
      }
      return poll;
    } catch (RuntimeException e) {
      end();
      throw e;
    }
  }

  private void end() {
    if (begun) {
      begun = false;
      inFlight.end(key);
    }
  }

  @Override
  public void drop() {
    end();
    creating.drop();
  }
}
