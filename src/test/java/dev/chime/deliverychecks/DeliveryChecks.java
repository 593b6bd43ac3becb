package dev.chime.deliverychecks;

import static org.awaitility.Awaitility.await;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Receivers and workers for timers with a {@code deliver}, and the judgement of what has come to
 * them. Thread-safe.
 */
public final class DeliveryChecks implements AutoCloseable {

  /** What servers have to be started with, so that they call receivers on this machine. */
  public static final List<String> OPTIONS =
      List.of("--chime.deliveries.http=true", "--chime.deliveries.allow=127.0.0.0/8");

  private static final Logger LOG = System.getLogger(DeliveryChecks.class.getName());

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final List<String> DESTINATIONS =
      Stream.concat(
              Stream.of(Behaviour.values()).map(each -> "{\"to\":\"" + each.endpoint() + "\"}"),
              Workers.QUEUES.stream().map(each -> "{\"queue\":\"" + each + "\"}"))
          .toList();

  private final DeliveryLog log = new DeliveryLog();
  private final Receivers receivers;
  private final Workers workers;

  /**
   * Receivers that have no endpoints yet, and workers that claim.
   *
   * @param servers gives a client of any server; it may be dead
   */
  public DeliveryChecks(Function<SplittableRandom, ApiClient> servers, SplittableRandom random)
      throws IOException {
    receivers = new Receivers(log);
    workers = new Workers(servers, log, random);
  }

  /** Makes the endpoints, or has them be as they were made. */
  public void makeEndpoints(ApiClient client) {
    receivers.makeEndpoints(client);
    resume(client);
  }

  /** A {@code deliver} to any of them. */
  public static String anyDestination(SplittableRandom random) {
    return DESTINATIONS.get(random.nextInt(DESTINATIONS.size()));
  }

  /** Servers or their database were in trouble from then until now. */
  public void trouble(Instant from) {
    log.trouble(from);
  }

  /** Has the endpoint called again that was gone, if the server is there. */
  public void resume(ApiClient client) {
    try {
      Response answer =
          client.send("POST", "/endpoints/" + Behaviour.GONE.endpoint() + "/resume", "");
      if (answer.status() != 200 && answer.status() != 503) {
        throw new AssertionError("not resumed: " + answer);
      }
    } catch (UncheckedIOException e) {
      // dead, halted or cut off
    }
  }

  /**
   * Judges what has come, when servers are well again. Has all receivers and workers recover
   * meanwhile, and waits until nothing is open.
   *
   * @param timers all timers that are known, as they stand
   */
  public DeliveryVerdict judge(Collection<JudgedTimer> timers, ApiClient client)
      throws InterruptedException {
    DeliveryJudge judge = new DeliveryJudge(log, timers);
    judge.judgeOutcomes(StoredDelivery.all(client));
    receivers.recover();
    workers.recover();
    awaitEnds(client);
    workers.finish();
    DeliveryVerdict verdict = judge.judgeReceived(StoredDelivery.all(client), client);
    verdict.count(Count.LEASES_DROPPED, workers.dropped());
    return verdict;
  }

  /** Waits until nothing is open, or for long enough: the judge names what is open then. */
  private void awaitEnds(ApiClient client) {
    try {
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(200))
          .until(
              () -> {
                resume(client); // a last call may have found it gone
                return isNothingOpen(client);
              });
    } catch (ConditionTimeoutException e) {
      LOG.log(Level.WARNING, "deliveries stay open", e);
    }
  }

  private static boolean isNothingOpen(ApiClient client) {
    Response page = client.get("/deliveries?state=PENDING&state=LEASED&limit=1");
    return page.json().required("deliveries").isEmpty() && !page.json().has("next");
  }

  @Override
  public void close() throws IOException {
    workers.end();
    receivers.close();
  }
}
