package dev.chime.delivery;

import dev.chime.timer.Namespace;
import dev.chime.timer.Sha256;
import dev.chime.timer.Timer;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.UUID;

/**
 * The id of a delivery. It follows from the timer, so that a timer that elapses once more after a
 * crash makes no second one. It is a UUIDv8 (RFC 9562): the milliseconds of the deadline, for ids
 * in about the order of deliveries, and then bits of a hash of the timer's namespace, id and
 * creation time. The latter tells the timer from a later one with the same id.
 *
 * @param namespace the timer's namespace
 * @param value the UUID, as text
 */
public record DeliveryId(Namespace namespace, String value) {

  private static final int HASH_OFFSET = 6;
  private static final long VERSION_8 = 0x8000L;
  private static final long VARIANT = 1L << 63;

  /** The id of the delivery of a timer. */
  public static DeliveryId of(Timer timer) {
    String identity =
        timer.id().namespace()
            + "\n"
            + timer.id().value()
            + "\n"
            + timer.createdAt().toEpochMilli();
    ByteBuffer hash = ByteBuffer.wrap(Sha256.of(identity));
    long high = timer.dueAt().toEpochMilli() << 16 | VERSION_8 | (hash.getShort(0) & 0xfff);
    long low = VARIANT | (hash.getLong(HASH_OFFSET) & ~(3L << 62));
    return new DeliveryId(timer.id().namespace(), new UUID(high, low).toString());
  }

  /** A text after which come all ids of timers that were due at this time or later. */
  public static String firstDueAt(Instant time) {
    return new UUID(time.toEpochMilli() << 16, 0).toString();
  }

  @Override
  public String toString() {
    return namespace + "/" + value;
  }
}
