package dev.chime.store.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Labels are kept in the JSON that Jackson makes of them. */
class LabelsTextTest {

  private static final Map<String, String> ODD =
      new TreeMap<>(
          Map.of(
              "plain", "reminder",
              "empty", "",
              "quotes", "\"a\\b/",
              "control", "\n\t\u0001\u007f",
              "beyond/ASCII", "ü\u2028\uD83D\uDD14"));

  @Test
  void theTextIsJacksons() {
    assertThat(LabelsText.of(ODD)).isEqualTo(JsonMapper.shared().writeValueAsString(ODD));
    assertThat(LabelsText.parse(LabelsText.of(ODD))).isEqualTo(ODD);
  }

  @Test
  void noLabelsHaveNoText() {
    assertThat(LabelsText.of(Map.of())).isNull();
    assertThat(LabelsText.parse(null)).isEmpty();
  }
}
