package dev.chime.web.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalNumberTest {

  private final long seed = Long.getLong("chime.seed", System.nanoTime());
  private final SplittableRandom random = new SplittableRandom(seed);

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0, 0",
    "0.0, 0",
    "-0.00e99999999999999999999, 0",
    "1, 1",
    "1.0, 1",
    "1e0, 1",
    "1E+0, 1",
    "10e-1, 1",
    "0.1e1, 1",
    "-1.50, -1.5",
    "100, 100",
    "1e2, 100",
    "1e20, 100000000000000000000",
    "1e21, 1e+21",
    "123456789012345678901234567890, 1.2345678901234567890123456789e+29",
    "0.000001, 0.000001",
    "0.0000001, 1e-7",
    "0.00000123, 0.00000123",
    "0.000000123, 1.23e-7",
    "333333333.33333329, 333333333.33333329",
    "1E30, 1e+30",
    "4.50, 4.5",
    "2e-3, 0.002",
    "0.000000000000000000000000001, 1e-27",
    "9007199254740993, 9007199254740993",
    "0.1000000000000000055511151231257827, 0.1000000000000000055511151231257827",
    "1e999999999, 1e+999999999",
    "10e999999998, 1e+999999999",
    "1e-999999999, 1e-999999999",
    "1e00000000000000000000000000000000000000000000002, 100",
    "1e99999999999999999, 1e+99999999999999999",
    "10e99999999999999999, 1e+100000000000000000",
    "1e100000000000000000, 1e+100000000000000000",
    "0.1e100000000000000000, 1e+99999999999999999",
    "0.1e100000000000000000000, 1e+99999999999999999999",
    "100.5e99999999999999999999, 1.005e+100000000000000000001",
    "0.001e-99999999999999999999, 1e-100000000000000000002",
    "123e-100000000000000000000, 1.23e-99999999999999999998",
    "-5e12345678901234567890123, -5e+12345678901234567890123"
  })
  void theFormIsThatOfTheValue(String number, String form) {
    assertThat(CanonicalNumber.of(number)).isEqualTo(form);
    assertThat(CanonicalNumber.of(form)).isEqualTo(form);
  }

  /** In many spellings of few values: equal forms exactly where big decimals compare as equal. */
  @Test
  void formsAreEqualExactlyWhereValuesAre() {
    Map<BigDecimal, String> forms = new HashMap<>();
    List<String> distinct = new ArrayList<>();
    for (int i = 0; i < 50_000; i++) {
      String number = number();
      String form = CanonicalNumber.of(number);
      BigDecimal value = new BigDecimal(number).stripTrailingZeros();
      String known = forms.putIfAbsent(value, form);
      if (known == null) {
        distinct.add(form);
      } else {
        assertThat(form).as("-Dchime.seed=%d: %s", seed, number).isEqualTo(known);
      }
      assertThat(new BigDecimal(form).stripTrailingZeros()).as(number).isEqualTo(value);
    }
    assertThat(distinct).doesNotHaveDuplicates().hasSizeBetween(1_000, 45_000);
  }

  private String number() {
    StringBuilder number = new StringBuilder(random.nextBoolean() ? "-" : "");
    String whole = digits(3);
    number.append(whole.replaceFirst("^0+(?=.)", ""));
    if (random.nextBoolean()) {
      number.append('.').append(digits(4));
    }
    if (random.nextInt(3) > 0) {
      number.append(random.nextBoolean() ? 'e' : 'E');
      number.append(List.of("", "+", "-").get(random.nextInt(3)));
      number.append("0".repeat(random.nextInt(3))).append(random.nextInt(30));
    }
    return number.toString();
  }

  private String digits(int most) {
    StringBuilder digits = new StringBuilder();
    for (int i = random.nextInt(most); i >= 0; i--) {
      digits.append(random.nextInt(3) > 0 ? 0 : random.nextInt(1, 4));
    }
    return digits.toString();
  }

  /** Exponents far beyond what big decimals have, against big integers. */
  @Test
  void exponentsOfAnyLengthAreExact() {
    for (int i = 0; i < 10_000; i++) {
      String digits = random.nextInt(1, 10) + "0".repeat(random.nextInt(4)) + random.nextInt(1, 10);
      int zeros = random.nextInt(40);
      BigInteger power =
          new BigInteger(random.nextInt(40, 90), new java.util.Random(random.nextLong()))
              .multiply(BigInteger.valueOf(random.nextBoolean() ? 1 : -1));
      String one = digits + "e" + power;
      String other = digits + "0".repeat(zeros) + "e" + power.subtract(BigInteger.valueOf(zeros));
      String third =
          "0."
              + "0".repeat(zeros)
              + digits
              + "e"
              + power.add(BigInteger.valueOf(zeros + digits.length()));
      assertThat(CanonicalNumber.of(other))
          .as("-Dchime.seed=%d: %s and %s", seed, one, other)
          .isEqualTo(CanonicalNumber.of(one));
      assertThat(CanonicalNumber.of(third))
          .as("-Dchime.seed=%d: %s and %s", seed, one, third)
          .isEqualTo(CanonicalNumber.of(one));
      assertThat(CanonicalNumber.of(digits + "e" + power.add(BigInteger.ONE)))
          .isNotEqualTo(CanonicalNumber.of(one));
    }
  }

  /** What takes time in proportion to the square of the length would take minutes here. */
  @Test
  @Timeout(30)
  void longNumbersCostNoMoreThanTheirLength() {
    String nines = "9".repeat(10_000_000);
    assertThat(CanonicalNumber.of("1e" + nines)).isEqualTo("1e+" + nines);
    assertThat(CanonicalNumber.of("10e" + nines)).isEqualTo("1e+1" + "0".repeat(10_000_000));
    assertThat(CanonicalNumber.of("0." + nines)).isEqualTo("0." + nines);
    assertThat(CanonicalNumber.of(nines)).isEqualTo("9." + nines.substring(1) + "e+9999999");
  }
}
