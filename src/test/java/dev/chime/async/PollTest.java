package dev.chime.async;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PollTest {

  @Test
  void readyHasItsValue() {
    Poll<String> poll = Poll.ready("value");

    assertThat(poll.isReady()).isTrue();
    assertThat(poll).isEqualTo(new Poll.Ready<>("value"));
  }

  @Test
  void pendingIsOneObjectForAllTypes() {
    Poll<String> ofString = Poll.pending();
    Poll<Integer> ofInteger = Poll.pending();

    assertThat(ofString.isReady()).isFalse();
    assertThat((Object) ofString).isSameAs(ofInteger);
  }

  @Test
  void mapReachesTheValueOnly() {
    assertThat(Poll.ready(20).map(number -> number + 1)).isEqualTo(Poll.ready(21));
    assertThat(Poll.<Integer>pending().map(number -> number + 1)).isEqualTo(Poll.pending());
  }

  @Test
  void unitIsReadyWithoutAllocating() {
    assertThat(Unit.ready()).isSameAs(Unit.ready()).isEqualTo(Poll.ready(Unit.UNIT));
  }
}
