package dev.chime.store.commit;

import dev.chime.timer.Creation;
import dev.chime.timer.IdempotencyKey;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerChange;
import dev.chime.timer.TimerId;
import dev.chime.timer.TooManyTimersException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Stores a new timer. */
public abstract sealed class CreateCommand extends Command<Creation> {
  final Timer timer;
  private final PendingLimit limit;

  CreateCommand(Timer timer, PendingLimit limit) {
    this.timer = timer;
    this.limit = limit;
  }

  @Override
  public final TimerId id() {
    return timer.id();
  }

  /**
   * The answer to a request that was made before.
   *
   * @return null if it was not
   */
  abstract @Nullable Creation findEarlier(WriteSession session, UnpersistedOutcomes unpersisted)
      throws SQLException;

  /** Inserts the timer, and sets the result. */
  abstract void insert(WriteSession session) throws SQLException;

  @Override
  final void execute(WriteSession session, UnpersistedOutcomes unpersisted) throws SQLException {
    Creation earlier = findEarlier(session, unpersisted);
    if (earlier != null) {
      succeed(earlier);
    } else if (limit.admitsOneMore(session, timer.id().namespace())) {
      insert(session);
    } else {
      refuse(new TooManyTimersException(limit.namespace(), limit.max()));
    }
  }

  /** A request that was made before needs no room for its answer. */
  @Override
  final void executeWithoutRoom(WriteSession session, UnpersistedOutcomes unpersisted)
      throws SQLException {
    Creation earlier = findEarlier(session, unpersisted);
    if (earlier != null) {
      succeed(earlier);
    } else {
      super.executeWithoutRoom(session, unpersisted);
    }
  }

  /** Sets the result of a timer that is new. */
  final void succeedAsCreated() {
    succeed(new Creation.Created(timer), TimerChange.created(timer));
  }

  @Override
  boolean changesRows() {
    return false;
  }

  @Override
  boolean needsRoom() {
    return true;
  }

  /** Stores a timer under an id that the server has made. */
  public static final class WithServerId extends CreateCommand {
    private final @Nullable IdempotencyKey key;

    /**
     * Stores a timer.
     *
     * @param key tells whether the request was made before; null if it has none
     * @param limit how many timers may be pending, this one included
     */
    public WithServerId(Timer timer, @Nullable IdempotencyKey key, PendingLimit limit) {
      super(timer, limit);
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
    @Nullable Creation findEarlier(WriteSession session, UnpersistedOutcomes unpersisted)
        throws SQLException {
      return key == null ? null : session.replay(key);
    }

    @Override
    void insert(WriteSession session) throws SQLException {
      if (key != null) {
        session.insertRequest(key, timer);
      }
      if (session.insert(timer, null)) {
        succeedAsCreated();
      } else {
        refuse(new IllegalArgumentException("there is a timer " + timer.id() + " already"));
      }
    }
  }

  /** Stores a timer under an id that the client has chosen. */
  public static final class WithClientId extends CreateCommand {
    private final String fingerprint;

    /**
     * Stores a timer unless the id is taken.
     *
     * @param fingerprint equal for equal requests
     * @param limit how many timers may be pending, this one included
     */
    public WithClientId(Timer timer, String fingerprint, PendingLimit limit) {
      super(timer, limit);
      this.fingerprint = fingerprint;
    }

    @Override
    boolean mayBeLocked() {
      return true; // by a transaction that has inserted the same id and is not committed yet
    }

    @Override
    @Nullable Creation findEarlier(WriteSession session, UnpersistedOutcomes unpersisted)
        throws SQLException {
      Timer present = unpersisted.applyTo(session.find(timer.id())).orElse(null);
      if (present == null) {
        return null;
      }
      return fingerprint.equals(session.fingerprint(timer.id()))
          ? new Creation.Repeated(present)
          : new Creation.IdTaken(present);
    }

    @Override
    void insert(WriteSession session) throws SQLException {
      if (session.insert(timer, fingerprint)) {
        succeedAsCreated();
      } else {
        succeed(new Creation.IdTaken(timer));
      }
    }
  }
}
