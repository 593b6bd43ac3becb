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
public abstract sealed class CreateCommand extends Command<Creation> {
  final Timer timer;
  private final long mostPending;

  CreateCommand(Timer timer, long mostPending) {
    this.timer = timer;
    this.mostPending = mostPending;
  }

  @Override
  public final TimerId id() {
    return timer.id();
  }

  /** Keeps it, if there is nothing in the way. */
  abstract void insert(WriteSession session) throws SQLException;

  /** What a request that has been made before is answered with. */
  abstract @Nullable Creation findEarlier(WriteSession session) throws SQLException;

  @Override
  final void execute(WriteSession session, UnpersistedOutcomes unpersisted) throws SQLException {
    Creation earlier = findEarlier(session);
    if (earlier != null) {
      succeed(earlier);
    } else if (session.isBelowLimit(mostPending, timer.id().namespace())) {
      insert(session);
    } else {
      refuse(new TooManyTimersException(timer.id().namespace(), mostPending));
    }
  }

  final void succeedAsCreated() {
    succeed(new Creation.Created(timer), TimerChange.created(timer));
  }

  @Override
  boolean needsRoom() {
    return true;
  }

  /** A timer of a new id. */
  public static final class WithServerId extends CreateCommand {
    private final @Nullable IdempotencyKey key;

    public WithServerId(Timer timer, @Nullable IdempotencyKey key, long mostPending) {
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
    @Nullable Creation findEarlier(WriteSession session) throws SQLException {
      return key == null ? null : session.replay(key);
    }

    @Override
    void insert(WriteSession session) throws SQLException {
      if (key != null) {
        session.insertRequest(key, timer);
      }
      session.insert(timer, null, this::inserted);
    }

    private void inserted(boolean isNew) {
      if (isNew) {
        succeedAsCreated();
      } else {
        refuse(new IllegalArgumentException("there is a timer " + timer.id() + " already"));
      }
    }
  }

  /** A timer of the client's id. */
  public static final class WithClientId extends CreateCommand {
    private final String fingerprint;

    public WithClientId(Timer timer, String fingerprint, long mostPending) {
      super(timer, mostPending);
      this.fingerprint = fingerprint;
    }

    @Override
    boolean mayBeLocked() {
      return true; // by a transaction that creates a timer of the same id, and has not ended yet
    }

    @Override
    @Nullable Creation findEarlier(WriteSession session) throws SQLException {
      Timer present = session.find(timer.id()).orElse(null);
      if (present == null) {
        return null;
      }
      return fingerprint.equals(session.fingerprint(timer.id()))
          ? new Creation.Repeated(present)
          : new Creation.IdTaken(present);
    }

    @Override
    void insert(WriteSession session) throws SQLException {
      if (session.insertNow(timer, fingerprint)) {
        succeedAsCreated();
      } else {
        succeed(new Creation.IdTaken(timer));
      }
    }
  }
}
