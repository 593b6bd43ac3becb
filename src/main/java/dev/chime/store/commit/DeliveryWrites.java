package dev.chime.store.commit;

import dev.chime.delivery.Delivery;
import dev.chime.delivery.DeliveryId;
import dev.chime.delivery.Lane;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Changes deliveries in the transactions of a {@link WriteSession}. For one thread. */
public interface DeliveryWrites {

  /**
   * Claims deliveries: now, or before the commit.
   *
   * @param claim is told which ones, before the commit
   */
  void claim(DeliveryCommand.Claim claim) throws SQLException;

  /**
   * Settles deliveries: now, or before the commit.
   *
   * @param settle is told the outcomes, before the commit
   */
  void settle(DeliveryCommand.Settle settle) throws SQLException;

  /**
   * Makes deliveries available at once that are dead, or wait for their next attempt.
   *
   * @return those that were changed
   */
  List<Delivery> retry(List<DeliveryId> ids, Instant now) throws SQLException;

  /**
   * Gives up deliveries of a lane that are not leased, or whose lease has ended.
   *
   * @return the ones that were given up
   */
  List<Delivery> kill(Lane lane, Instant now, int limit) throws SQLException;

  /**
   * Deletes deliveries that have ended before these times.
   *
   * @return how many
   */
  int purge(Instant deliveredBefore, Instant deadBefore, int limit) throws SQLException;
}
