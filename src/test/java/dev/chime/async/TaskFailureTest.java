package dev.chime.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class TaskFailureTest {

  private final AtomicReference<JoinHandle<Unit>> handle = new AtomicReference<>();

  @ParameterizedTest
  @ValueSource(
      classes = {IllegalStateException.class, AssertionError.class, StackOverflowError.class})
  void takesDownOnlyTheTaskThatThrows(Class<? extends Throwable> type) throws Exception {
    Throwable thrown = type.getConstructor().newInstance();
    Probe<Unit> neighbour = new Probe<>();

    ShardStats stats =
        OneShard.run(
            spawner -> {
              spawner.spawn(neighbour);
              handle.set(spawner.spawn(throwing(thrown)));
              spawner.spawn(
                  Future.yieldNow().then(u -> OneShard.call(() -> neighbour.complete(Unit.UNIT))));
            });

    assertThat(stats.failed()).isOne();
    assertThat(stats.completed()).isEqualTo(2);
    assertThat(stats.cancelled()).isZero();
    assertThat(stats.spawned()).isEqualTo(3);
    assertThat(stats.pending()).isZero();
    assertThat(failure().getCause()).isSameAs(thrown);
    assertThat(failure().isCancelled()).isFalse();
  }

  @Test
  void afterSomePollsIsSeenByWhoeverWaits() {
    ArithmeticException thrown = new ArithmeticException();
    AtomicReference<RuntimeException> seen = new AtomicReference<>();

    OneShard.run(
        spawner -> {
          handle.set(spawner.spawn(Future.yieldNow().then(unit -> throwing(thrown))));
          spawner.spawn(
              context -> {
                try {
                  return handle.get().poll(context);
                } catch (JoinException e) {
                  seen.set(e);
                  return Unit.ready();
                }
              });
        });

    assertThat(seen.get().getCause()).isSameAs(thrown);
  }

  @Test
  void dropsTheFutureThatThrew() {
    Probe<Unit> probe = Probe.failing(new ArithmeticException());

    OneShard.run(spawner -> spawner.spawn(probe));

    assertThat(probe.drops()).isOne();
  }

  @Test
  void isCountedOnceWhenTheDropThrowsToo() {
    IllegalStateException ofPoll = new IllegalStateException("poll");
    IllegalStateException ofDrop = new IllegalStateException("drop");
    ShardStats stats =
        OneShard.run(spawner -> handle.set(spawner.spawn(throwingTwice(ofPoll, ofDrop))));

    assertThat(stats.failed()).isOne();
    assertThat(stats.pending()).isZero();
    assertThat(failure().getCause()).isSameAs(ofPoll);
    assertThat(failure()).hasSuppressedException(ofDrop);
  }

  @Test
  void sameExceptionFromPollAndDropIsHarmless() {
    IllegalStateException both = new IllegalStateException();
    ShardStats stats =
        OneShard.run(spawner -> handle.set(spawner.spawn(throwingTwice(both, both))));

    assertThat(stats.failed()).isOne();
    assertThat(failure().getCause()).isSameAs(both);
  }

  @Test
  void ofTheDropOfACancelledTaskLeavesItCancelled() {
    IllegalStateException ofDrop = new IllegalStateException("drop");
    ShardStats stats =
        OneShard.run(
            spawner -> {
              handle.set(spawner.spawn(throwingTwice(new AssertionError("polled"), ofDrop)));
              handle.get().cancel();
            });

    assertThat(stats.cancelled()).isOne();
    assertThat(stats.failed()).isZero();
    assertThat(failure().isCancelled()).isTrue();
    assertThat(failure()).hasSuppressedException(ofDrop);
  }

  @Test
  void withAnExceptionThatCannotEvenSayWhatItIsTakesDownOnlyThatTask() {
    RuntimeException thrown =
        new RuntimeException() {
          private static final long serialVersionUID = 1L;

          @Override
          public String getMessage() {
            throw new IllegalStateException("not even that");
          }
        };

    ShardStats stats =
        OneShard.run(
            spawner -> {
              handle.set(spawner.spawn(throwing(thrown)));
              spawner.spawn(Future.yieldNow());
            });

    assertThat(stats.failed()).isOne();
    assertThat(stats.completed()).isOne();
    assertThat((Object) failure().getCause()).isSameAs(thrown);
  }

  private JoinException failure() {
    return catchThrowableOfType(
        JoinException.class, () -> handle.get().poll(new CountingWaker().context()));
  }

  private static Future<Unit> throwing(Throwable thrown) {
    return context -> {
      throw TaskFailureTest.<RuntimeException>sneaky(thrown);
    };
  }

  private static Future<Unit> throwingTwice(Throwable ofPoll, RuntimeException ofDrop) {
    return new Future<>() {
      @Override
      public Poll<Unit> poll(Context context) {
        throw TaskFailureTest.<RuntimeException>sneaky(ofPoll);
      }

      @Override
      public void drop() {
        throw ofDrop;
      }
    };
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the compiler is to look away
  private static <E extends Throwable> E sneaky(Throwable thrown) throws E {
    throw (E) thrown;
  }
}
