package dev.chime.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chime.web.problem.InvalidRequestException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelsTest {

  private static Map<String, String> many(int count) {
    return IntStream.range(0, count)
        .boxed()
        .collect(Collectors.toMap(i -> "name" + i, i -> "value" + i));
  }

  private static void assertRefused(Map<String, String> labels, String field) {
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> Labels.checked(labels))
        .satisfies(e -> assertThat(e.field()).isEqualTo(field));
  }

  @Test
  void noLabelsAreNone() {
    assertThat(Labels.checked(null)).isEmpty();
    assertThat(Labels.checked(Map.of())).isEmpty();
  }

  @Test
  void thereAreAtMost32() {
    assertThat(Labels.checked(many(32))).isEqualTo(many(32));
    assertRefused(many(33), "labels");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "Team", "a.b/c_d-1", "0"})
  void aNameIsPlain(String name) {
    assertThat(Labels.checked(Map.of(name, "any value: ä€𝄞"))).containsKey(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "ä", "a:b", "a=b", "a\n", "a,b"})
  void anyOtherNameIsRefused(String name) {
    assertRefused(Map.of(name, "value"), "labels");
  }

  @Test
  void aNameHasAtMost63CharactersAndAValue255() {
    assertThat(Labels.checked(Map.of("n".repeat(63), "v".repeat(255)))).hasSize(1);
    assertRefused(Map.of("n".repeat(64), "v"), "labels");
    assertRefused(Map.of("n", "v".repeat(256)), "labels.n");
  }

  @Test
  void aValueHasNoNul() { // which PostgreSQL cannot keep
    assertRefused(Map.of("n", "a\0b"), "labels.n");
  }

  @Test
  void aValueIsNotNull() {
    Map<String, String> labels = new HashMap<>();
    labels.put("n", null);
    assertRefused(labels, "labels.n");
  }

  @Test
  void theCanonicalFormIsTheSameInAnyOrder() {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("b", "2");
    labels.put("a", "1");
    assertThat(Labels.canonical(labels)).isEqualTo(Labels.canonical(Map.of("a", "1", "b", "2")));
    assertThat(Labels.canonical(null)).isEqualTo(Labels.canonical(Map.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1, b=2", "1,b=2", "1\nb=2", "1\",\"b\":\"2", "1}", "1\\", ""})
  void theCanonicalFormOfOtherLabelsIsAnother(String value) {
    assertThat(Labels.canonical(Map.of("a", value)))
        .isNotEqualTo(Labels.canonical(Map.of("a", "1", "b", "2")))
        .isNotEqualTo(Labels.canonical(Map.of("a", "1")))
        .isNotEqualTo(Labels.canonical(Map.of()));
  }
}
