package dev.chime.store.commit;

import dev.chime.store.row.EndpointRow;
import dev.chime.timer.Namespace;
import java.sql.SQLException;

/** Changes an endpoint. The result says whether it has changed. */
public abstract sealed class EndpointCommand extends Command<Boolean> {

  @Override
  public final boolean isAboutDeliveries() {
    return true;
  }

  @Override
  final boolean changesRows() {
    return false; // of timers
  }

  /** Stores a version of an endpoint. */
  public static final class Save extends EndpointCommand {
    private final EndpointRow row;

    /** Stores an endpoint in place of the version before. */
    public Save(EndpointRow row) {
      this.row = row;
    }

    @Override
    boolean needsRoom() {
      return true;
    }

    @Override
    void execute(WriteSession session, UnpersistedOutcomes unpersisted) throws SQLException {
      succeed(row.save(session.connection()));
    }
  }

  /** Deletes an endpoint. */
  public static final class Delete extends EndpointCommand {
    private final Namespace namespace;
    private final String name;

    /** Deletes the endpoint with this name. */
    public Delete(Namespace namespace, String name) {
      this.namespace = namespace;
      this.name = name;
    }

    @Override
    void execute(WriteSession session, UnpersistedOutcomes unpersisted) throws SQLException {
      succeed(EndpointRow.delete(session.connection(), namespace, name));
    }
  }
}
