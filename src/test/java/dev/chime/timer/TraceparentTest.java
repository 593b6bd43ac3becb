package dev.chime.timer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceparentTest {

  private static final String IDS = "4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7";

  @ParameterizedTest
  @ValueSource(strings = {"00-" + IDS + "-01", "00-" + IDS + "-00", "00-" + IDS + "-ff"})
  void whatIsRightIsKeptAsItIs(String header) {
    Traceparent read = Traceparent.parse(header);
    assertThat(read.text()).isEqualTo(header);
    assertThat(read.traceId() + "-" + read.spanId()).isEqualTo(IDS);
    assertThat(read.isSampled()).isEqualTo(!header.endsWith("-00"));
  }

  @Test
  void aNewerVersionIsReadAsFarAsItIsKnown() {
    assertThat(Traceparent.parse("01-" + IDS + "-03-what-comes")).hasToString("00-" + IDS + "-01");
    assertThat(Traceparent.parse("cc-" + IDS + "-02")).hasToString("00-" + IDS + "-00");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "00",
        "ff-" + IDS + "-01",
        "0g-" + IDS + "-01",
        "00-" + IDS + "-1",
        "00-" + IDS + "-0g",
        "00-" + IDS + "-01-",
        "00-" + IDS + "-01,00-" + IDS + "-01",
        "01-" + IDS + "-01.what",
        "00_" + IDS + "-01",
        "00-" + IDS + "_01",
        " 00-" + IDS + "-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01"
      })
  void whatIsWrongIsNone(String header) {
    assertThat(Traceparent.parse(header)).isNull();
  }
}
