package dev.chime.bench;

import dev.chime.harness.PostgresServer;
import java.util.List;

/**
 * Program: what {@link DeliveryBench} measures, with PostgreSQL, which is embedded, too, with fsync
 * and synchronous commit on. Beside it db-scheduler, on the same PostgreSQL, whose 50 threads make
 * the same calls by the same HTTP client; and these calls alone.
 *
 * <p>Arguments: those of {@link DeliveryBench}, except for the disks.
 */
public final class PostgresDeliveryBench {

  private static final String STORE = "PostgreSQL";

  private PostgresDeliveryBench() {}

  /** Runs the program. */
  public static void main(String[] arguments) throws Exception {
    String database = PostgresServer.newDatabase().url();
    try (DeliveryRounds rounds = new DeliveryRounds(ProgramArguments.of(arguments))) {
      rounds.chime(STORE, List.of("--spring.datasource.url=" + database));
      rounds.scheduler(STORE);
      rounds.callsAlone(STORE);
    }
  }
}
