package dev.chime.timer.service;

import static dev.chime.timer.service.ServiceRun.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.timer.Namespace;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EndWaitsTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final ServiceRun run = new ServiceRun();
  private final Timer timer = run.create(MINUTE);

  @Test
  void allWaitsEndWithTheTimerAsItStands() {
    List<Waiter> crowd =
        Stream.generate(() -> run.await(timer.id(), MINUTE.plus(SECOND))).limit(100).toList();
    run.at(SECOND, run.service::endWaits);
    run.run();

    assertThat(crowd)
        .allSatisfy(waiter -> assertThat(waiter.answer()).contains(timer))
        .allSatisfy(waiter -> assertThat(waiter.answeredAt()).isEqualTo(START.plus(SECOND)));
    assertThat(run.service.waiting()).isZero();
  }

  @Test
  void fromThenOnNobodyIsParked() {
    run.service.endWaits();
    Waiter waiter = run.await(timer.id(), MINUTE);
    Waiter forChange = run.await(timer.id(), timer.version(), MINUTE);
    Waiter inVain = run.await(new TimerId(Namespace.DEFAULT, "unknown"), MINUTE);
    run.at(SECOND, () -> assertThat(run.service.waiting()).isZero());
    run.run();

    assertThat(waiter.answer()).contains(timer);
    assertThat(waiter.answeredAt()).isEqualTo(START);
    assertThat(forChange.answer()).contains(timer);
    assertThat(forChange.answeredAt()).isEqualTo(START);
    assertThat(inVain.answer()).isEmpty();
  }

  @Test
  void timersGoOnAllTheSame() {
    run.service.endWaits();
    run.run();
    assertThat(run.listener.elapsed).containsExactly(timer.outcomeAt(timer.deadline()));
  }
}
