package dev.chime.schedule.cron;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Expressions whose instants are settled: each row of the table. */
class CronCasesTest {

  record Case(String expression, ZoneId zone, Instant from, List<Instant> next) {

    static Case parse(String row) {
      String[] columns = row.split("\t", -1);
      return new Case(
          columns[0],
          ZoneId.of(columns[1]),
          Instant.parse(columns[2]),
          Arrays.stream(columns[3].split(" "))
              .filter(each -> !each.isEmpty())
              .map(Instant::parse)
              .toList());
    }
  }

  static Stream<Case> cases() throws IOException {
    try (InputStream table = CronCasesTest.class.getResourceAsStream("/schedule/cron.tsv")) {
      String text =
          new String(Objects.requireNonNull(table).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().filter(line -> !line.startsWith("#")).map(Case::parse);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void hasTheInstantsOfTheTable(Case each) {
    CronExpression expression = CronExpression.parse(each.expression());
    List<Instant> found = new ArrayList<>();
    Instant last = each.from();
    for (int i = 0; i < each.next().size(); i++) {
      last = Objects.requireNonNull(expression.next(last, each.zone()));
      found.add(last);
    }
    assertThat(found).isEqualTo(each.next());
  }
}
