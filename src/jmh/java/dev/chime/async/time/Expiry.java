package dev.chime.async.time;

/** Timers that have been armed and are all made to fire, once. One thread. */
interface Expiry extends AutoCloseable {

  /** Fires them all, and returns when the last has fired. */
  void expireAll();

  @Override
  void close();

  /** The way for this implementation; all of it but {@link #expireAll()} is preparation. */
  static Expiry of(Implementation implementation, int count) {
    return switch (implementation) {
      case CHIME_WHEEL, CHIME_FUTURE, AGRONA, AGRONA_TASKS, KAFKA ->
          new DrivenExpiry(implementation, count);
      case NETTY, SCHEDULED_POOL -> ThreadExpiry.gated(implementation, count);
      case FORK_JOIN_POOL -> ThreadExpiry.open(implementation, count);
    };
  }
}
