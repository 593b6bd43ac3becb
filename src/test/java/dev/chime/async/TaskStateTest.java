package dev.chime.async;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Each transition of the state word by itself; "owed" is the duty to enqueue the task. */
class TaskStateTest {

  private final TaskState state = new TaskState() {};

  @Test
  void isBornScheduledSoThatAWakeBeforeTheFirstPollOwesNothing() {
    assertThat(state.schedule()).isFalse();
    assertThat(state.start()).isFalse();
  }

  @Test
  void aWakeOfAnIdleTaskIsOwedOnce() {
    makeIdle();

    assertThat(state.schedule()).isTrue();
    assertThat(state.schedule()).isFalse();
    assertThat(state.schedule()).isFalse();
  }

  @Test
  void aWakeWhileRunningIsOwedByThePoller() {
    state.start();

    assertThat(state.schedule()).isFalse();
    assertThat(state.schedule()).isFalse();
    assertThat(state.suspend()).isTrue();
    assertThat(state.schedule()).isFalse(); // scheduled again already
  }

  @Test
  void aPollWithoutAWakeEndsIdle() {
    state.start();

    assertThat(state.suspend()).isFalse();
    assertThat(state.schedule()).isTrue();
  }

  @Test
  void aWakeBeforeThePollIsAnsweredByIt() {
    makeIdle();
    state.schedule();
    state.start();

    assertThat(state.suspend()).isFalse();
  }

  @Test
  void nothingIsOwedAfterTheEnd() {
    state.start();
    state.finish();

    assertThat(state.schedule()).isFalse();
    assertThat(state.scheduleCancellation()).isFalse();
    assertThat(state.schedule()).isFalse();
  }

  @Test
  void aCancellationOfAnIdleTaskIsOwedAndFoundByThePoller() {
    makeIdle();

    assertThat(state.scheduleCancellation()).isTrue();
    assertThat(state.scheduleCancellation()).isFalse();
    assertThat(state.schedule()).isFalse();
    assertThat(state.start()).isTrue();
  }

  @Test
  void aCancellationOfAScheduledTaskOwesNothingAndIsFoundByThePoller() {
    assertThat(state.scheduleCancellation()).isFalse();
    assertThat(state.start()).isTrue();
  }

  @Test
  void aCancellationWhileRunningIsFoundByTheNextPoll() {
    assertThat(state.start()).isFalse();

    assertThat(state.scheduleCancellation()).isFalse();
    assertThat(state.suspend()).isTrue();
    assertThat(state.start()).isTrue();
  }

  private void makeIdle() {
    state.start();
    state.suspend();
  }
}
