package dev.chime.async.time;

/**
 * The implementations of timers that are compared. Caffeine's wheel is not among them: it can be
 * reached only through a cache and has slots of a second.
 */
public enum Implementation {
  /** The bare wheel. */
  CHIME_WHEEL,
  /** The wheel as tasks use it. */
  CHIME_FUTURE,
  /** Netty's {@code HashedWheelTimer}. */
  NETTY,
  /** Agrona's {@code DeadlineTimerWheel}: deadlines only. */
  AGRONA,
  /** The same with its {@code Long2ObjectHashMap} from timers to what they are to do. */
  AGRONA_TASKS,
  /** Kafka's {@code SystemTimer}. */
  KAFKA,
  /** The JDK's {@code ScheduledThreadPoolExecutor}. */
  SCHEDULED_POOL,
  /** The JDK's {@code ForkJoinPool}. */
  FORK_JOIN_POOL;

  Timers timers(Load load) {
    return switch (this) {
      case CHIME_WHEEL -> new WheelTimers(load);
      case CHIME_FUTURE -> new FutureTimers(load);
      case NETTY -> new NettyTimers(load);
      case AGRONA -> new AgronaTimers(load, false);
      case AGRONA_TASKS -> new AgronaTimers(load, true);
      case KAFKA -> new KafkaTimers(load);
      case SCHEDULED_POOL -> ScheduledTimers.ofThreadPool(load);
      case FORK_JOIN_POOL -> ScheduledTimers.ofForkJoinPool(load);
    };
  }
}
