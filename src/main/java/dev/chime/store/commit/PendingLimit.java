package dev.chime.store.commit;

import dev.chime.timer.Namespace;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * How many timers may be pending.
 *
 * @param namespace in this namespace; null for the whole store
 * @param max how many
 * @param open how many deliveries of the namespace are open, approximately: these count, too
 * @param isReached whether it is known already that no more may be; otherwise the counts in the
 *     transaction say it
 */
public record PendingLimit(@Nullable Namespace namespace, long max, long open, boolean isReached) {

  boolean admitsOneMore(WriteSession session, Namespace ofTimer) throws SQLException {
    return !isReached && session.isBelowLimit(max - open, ofTimer);
  }
}
