package dev.chime.store;

import dev.chime.async.Future;
import dev.chime.delivery.Attempt;
import dev.chime.delivery.Delivery;
import dev.chime.delivery.DeliveryId;
import dev.chime.delivery.DeliveryQuery;
import dev.chime.delivery.DeliveryState;
import dev.chime.delivery.DeliveryStore;
import dev.chime.delivery.Lane;
import dev.chime.delivery.OpenLane;
import dev.chime.delivery.Settlement;
import dev.chime.store.commit.Command;
import dev.chime.store.commit.DeliveryCommand;
import dev.chime.store.commit.Writers;
import dev.chime.store.row.DeliveryReads;
import dev.chime.timer.Destination;
import dev.chime.timer.Namespace;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries of a {@link JdbcTimerStore}: they are in the same database, and share its threads.
 * Those that write execute many claims and settlements in one transaction. Thread-safe.
 */
final class JdbcDeliveryStore implements DeliveryStore {

  private interface Query<R> {
    R run(DeliveryReads reads) throws SQLException;
  }

  private final Writers writers;
  private final Readers readers;

  JdbcDeliveryStore(Writers writers, Readers readers) {
    this.writers = writers;
    this.readers = readers;
  }

  @Override
  public Future<Claim> claim(Lane lane, int max, Duration lease, Instant now) {
    return write(() -> new DeliveryCommand.Claim(lane, max, lease, now));
  }

  @Override
  public Future<List<Optional<Settlement.Outcome>>> settle(
      List<Settlement> settlements, Instant now) {
    return write(() -> new DeliveryCommand.Settle(settlements, now));
  }

  @Override
  public Future<List<Delivery>> retry(List<DeliveryId> ids, Instant now) {
    return write(() -> new DeliveryCommand.Retry(ids, now));
  }

  @Override
  public Future<Integer> kill(Lane lane, Instant now, int limit) {
    return write(() -> new DeliveryCommand.Kill(lane, now, limit));
  }

  @Override
  public Future<Integer> purge(Instant deliveredBefore, Instant deadBefore, int limit) {
    return write(() -> new DeliveryCommand.Purge(deliveredBefore, deadBefore, limit));
  }

  /** Submits a command when the future is polled for the first time. */
  private <R> Future<R> write(Supplier<? extends Command<R>> command) {
    return Future.lazy(() -> writers.submit(command.get()));
  }

  @Override
  public Future<List<Optional<Delivery>>> find(List<DeliveryId> ids) {
    return read(reads -> reads.find(ids));
  }

  @Override
  public Future<List<Attempt>> attempts(DeliveryId id) {
    return read(reads -> reads.attempts(id));
  }

  @Override
  public Future<DeliveryQuery.Page> list(DeliveryQuery query) {
    return read(reads -> reads.page(query));
  }

  @Override
  public Future<Long> depth(Lane lane, long limit) {
    return read(reads -> reads.depth(lane, limit));
  }

  @Override
  public Future<Map<Lane, Instant>> openLanes() {
    return read(DeliveryReads::openLanes);
  }

  @Override
  public Future<Map<DeliveryState, Long>> counts() {
    return read(DeliveryReads::counts);
  }

  @Override
  public Future<Optional<OpenLane>> nextOpen(
      Namespace namespace, @Nullable Destination after, int limit) {
    return read(reads -> reads.nextOpen(namespace, after, limit));
  }

  @Override
  public Future<Integer> countDead(Namespace namespace, int limit) {
    return read(reads -> reads.countDead(namespace, limit));
  }

  private <R> Future<R> read(Query<R> query) {
    return Future.lazy(() -> readers.read(reads -> query.run(reads.deliveries())));
  }
}
