package dev.chime.schedule.cron;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Expressions whose instants were worked out by hand, most of them where clocks change. */
class CronCasesTest {

  @ParameterizedTest
  @CsvFileSource(
      resources = "cases.tsv",
      delimiter = '\t',
      quoteCharacter = '"',
      numLinesToSkip = 1)
  void hasTheseInstants(String text, ZoneId zone, Instant from, @Nullable String expected) {
    List<Instant> instants = new ArrayList<>();
    if (expected != null) {
      Arrays.stream(expected.split(" ")).map(Instant::parse).forEach(instants::add);
    }
    CronExpression cron = CronExpression.parse(text);
    Instant after = from;
    for (Instant instant : instants) {
      assertThat(cron.next(after, zone)).isEqualTo(instant);
      after = instant;
    }
    if (instants.isEmpty()) {
      assertThat(cron.next(after, zone)).isNull();
    }
  }
}
