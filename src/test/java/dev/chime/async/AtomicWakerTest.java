package dev.chime.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AtomicWakerTest {

  private final AtomicWaker place = new AtomicWaker();
  private final CountingWaker first = new CountingWaker();
  private final CountingWaker second = new CountingWaker();

  @Test
  void aWakeWithoutAWakerDoesNothingAndIsNotRemembered() {
    assertThatNoException().isThrownBy(place::wake);
    place.register(first);
    assertThat(first.wakes()).isZero();
  }

  @Test
  void aWakeCallsTheWakerOnceForEachRegistration() {
    place.register(first);
    place.wake();
    place.wake();
    assertThat(first.wakes()).isOne();

    place.register(first);
    place.wake();
    assertThat(first.wakes()).isEqualTo(2);
  }

  @Test
  void theLatestWakerCounts() {
    place.register(first);
    place.register(second);
    place.wake();
    assertThat(first.wakes()).isZero();
    assertThat(second.wakes()).isOne();
  }

  @Test
  void theSameWakerAgainIsCalledOnce() {
    place.register(first);
    place.register(first);
    place.wake();
    place.wake();
    assertThat(first.wakes()).isOne();
  }

  @Test
  void aWakerThatWouldWakeTheSameTaskNeedsNoOther() {
    Waker same =
        new Waker() {
          @Override
          public void wake() {
            throw new AssertionError("kept in place of its equal");
          }
        };
    Waker kept =
        new Waker() {
          @Override
          public void wake() {
            first.wake();
          }

          @Override
          public boolean willWake(Waker other) {
            return other.equals(same);
          }
        };
    place.register(kept);
    place.register(same);
    place.wake();
    assertThat(first.wakes()).isOne();
  }

  @Test
  void aWakerMayRegisterAgainWhileItIsCalled() {
    place.register(
        () -> {
          first.wake();
          place.register(second);
        });
    place.wake();
    assertThat(second.wakes()).isZero();
    place.wake();
    assertThat(first.wakes()).isOne();
    assertThat(second.wakes()).isOne();
  }

  @Test
  void aWakerThatThrowsIsNotCalledAgain() {
    ArithmeticException thrown = new ArithmeticException();
    place.register(
        () -> {
          throw thrown;
        });
    assertThatThrownBy(place::wake).isSameAs(thrown);
    assertThatNoException().isThrownBy(place::wake);
  }
}
