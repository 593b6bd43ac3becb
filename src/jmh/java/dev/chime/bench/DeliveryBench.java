package dev.chime.bench;

import java.util.List;

/**
 * Program: deliveries of the packaged jar with the embedded store, over real sockets: how many
 * calls of a fast receiver it makes in a second, how many claims and acks it answers, and how late
 * calls are at a rate. Beside it, queues that people use instead, where they are installed: lists
 * of Redis, and beanstalkd. All of them, receiver and workers are on the same machine, and so
 * compete. With PostgreSQL: see {@link PostgresDeliveryBench}.
 *
 * <p>Arguments, optional: how many deliveries are due at once, 30,000 unless told; how many a
 * second for the rate, 500 unless told; how many rounds, five unless told. And the flags of the
 * JVMs that are measured, and {@code --slow-disk} or {@code --disk-1ms}, see {@link Disk}: then
 * without peers.
 */
public final class DeliveryBench {

  private DeliveryBench() {}

  /** Runs the program. */
  public static void main(String[] arguments) throws Exception {
    ProgramArguments given = ProgramArguments.of(arguments);
    try (DeliveryRounds rounds = new DeliveryRounds(given)) {
      rounds.chime("embedded", List.of());
      if (given.disk() == Disk.Kind.OWN) {
        rounds.queuePeers();
      }
    }
  }
}
