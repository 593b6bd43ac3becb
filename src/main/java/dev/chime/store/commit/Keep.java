package dev.chime.store.commit;

import dev.chime.timer.Creation;
import dev.chime.timer.IdempotencyKey;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerChange;
import dev.chime.timer.TimerId;
import dev.chime.timer.TooManyTimersException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A timer to keep. */
public abstract sealed class Keep extends Command<Creation> {
  final Timer timer;
  private final long mostPending;

  Keep(Timer timer, long mostPending) {
    this.timer = timer;
    this.mostPending = mostPending;
  }

  @Override
  public final TimerId id() {
    return timer.id();
  }

  /** Keeps it, if there is nothing in the way. */
  abstract void keep(TimerWrites writes) throws SQLException;

  /** What a request that has been made before is answered with. */
  abstract @Nullable Creation earlier(TimerWrites writes) throws SQLException;

  @Override
  final void execute(TimerWrites writes, Unwritten unwritten) throws SQLException {
    Creation earlier = earlier(writes);
    if (earlier != null) {
      becomes(earlier);
    } else if (writes.pendingIsBelow(mostPending, timer.id().namespace())) {
      keep(writes);
    } else {
      isRefused(new TooManyTimersException(timer.id().namespace(), mostPending));
    }
  }

  final void isCreated() {
    becomes(new Creation.Created(timer));
    changes(TimerChange.created(timer));
  }

  @Override
  boolean needsRoom() {
    return true;
  }

  /** A timer of a new id. */
  public static final class Create extends Keep {
    private final @Nullable IdempotencyKey key;

    public Create(Timer timer, @Nullable IdempotencyKey key, long mostPending) {
      super(timer, mostPending);
      this.key = key;
    }

    @Override
    public boolean isOfNewId() {
      return true;
    }

    @Override
    public @Nullable IdempotencyKey key() {
      return key;
    }

    @Override
    @Nullable Creation earlier(TimerWrites writes) throws SQLException {
      return key == null ? null : writes.earlier(key);
    }

    @Override
    void keep(TimerWrites writes) throws SQLException {
      if (key != null) {
        writes.insertRequest(key, timer);
      }
      isCreated();
      writes.insert(timer, null, this::written);
    }

    private void written(boolean isNew) {
      if (!isNew) {
        isRefused(new IllegalArgumentException("there is a timer " + timer.id() + " already"));
      }
    }
  }

  /** A timer of the client's id. */
  public static final class Put extends Keep {
    private final String fingerprint;

    public Put(Timer timer, String fingerprint, long mostPending) {
      super(timer, mostPending);
      this.fingerprint = fingerprint;
    }

    @Override
    boolean mayBeLocked() {
      return true; // by a transaction that creates a timer of the same id, and has not ended yet
    }

    @Override
    @Nullable Creation earlier(TimerWrites writes) throws SQLException {
      Timer present = writes.find(timer.id()).orElse(null);
      if (present == null) {
        return null;
      }
      return fingerprint.equals(writes.fingerprint(timer.id()))
          ? new Creation.Repeated(present)
          : new Creation.IdTaken(present);
    }

    @Override
    void keep(TimerWrites writes) throws SQLException {
      if (writes.insertNow(timer, fingerprint)) {
        isCreated();
      } else {
        becomes(new Creation.IdTaken(timer));
      }
    }
  }
}
