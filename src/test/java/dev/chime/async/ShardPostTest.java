package dev.chime.async;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A parked shard is woken by what cannot wait until the time it means to sleep to. */
@Timeout(60)
class ShardPostTest {

  private static final long PARKED_UNTIL = 1_000;

  private final BlockingQueue<Long> parks = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
  private final AtomicReference<Shard> shard = new AtomicReference<>();
  private final Executor executor =
      Executor.builder()
          .driver(
              made -> {
                shard.set(made);
                return new Sleeper();
              })
          .build();

  @BeforeEach
  void park() throws InterruptedException {
    executor.spawner();
    executor.start();
    assertThat(parks.take()).isEqualTo(PARKED_UNTIL);
  }

  @AfterEach
  void close() {
    executor.close();
  }

  @Test
  void anUrgentMessageWakesIt() throws InterruptedException {
    shard.get().post(new Named("urgent"));

    assertThat(received.poll(30, TimeUnit.SECONDS)).isEqualTo("urgent");
  }

  @Test
  void aMessageForAnEarlierTimeWakesIt() throws InterruptedException {
    shard.get().post(new Named("earlier"), PARKED_UNTIL - 1);

    assertThat(received.poll(30, TimeUnit.SECONDS)).isEqualTo("earlier");
  }

  @Test
  void aMessageForALaterTimeIsReceivedWithTheNextOneThatWakesIt() throws InterruptedException {
    shard.get().post(new Named("same time"), PARKED_UNTIL);
    shard.get().post(new Named("later"), PARKED_UNTIL + 1);
    shard.get().post(new Named("urgent"));

    assertThat(received.poll(30, TimeUnit.SECONDS)).isEqualTo("same time");
    assertThat(received.poll(30, TimeUnit.SECONDS)).isEqualTo("later");
    assertThat(received.poll(30, TimeUnit.SECONDS)).isEqualTo("urgent");
  }

  @Test
  void noneOfManyMessagesIsLostBetweenTheLastLookAndTheSleep() throws InterruptedException {
    for (int i = 0; i < 50_000; i++) {
      shard.get().post(new Named("ping"));
      assertThat(received.poll(30, TimeUnit.SECONDS)).as("ping %d", i).isEqualTo("ping");
    }
  }

  private final class Sleeper implements Driver {
    @Override
    public int turn(int budget) {
      return 0;
    }

    @Override
    public long nextEvent() {
      return PARKED_UNTIL;
    }

    @Override
    public void park(long event) {
      parks.add(event);
      LockSupport.park(this);
    }
  }

  private final class Named extends Message {
    private final String name;

    Named(String name) {
      this.name = name;
    }

    @Override
    protected void receive() {
      received.add(name);
    }
  }
}
