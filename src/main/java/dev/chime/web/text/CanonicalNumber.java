package dev.chime.web.text;

/**
 * JSON numbers in a canonical form: equal for equal values, exactly, at any size. Numbers within
 * the range of RFC 8785 are written as there, which is how ECMAScript writes numbers. The cost
 * grows with the length of the text only, not with the value of an exponent.
 */
final class CanonicalNumber {

  /** The most digits before the point, or zeros after it, without an exponent. */
  private static final int MOST_BEFORE_POINT = 21;

  private static final int MOST_ZEROS = 6;

  /** An exponent of so many digits plus the length of a text still fits a long. */
  private static final int DIGITS_OF_LONG = 17;

  private CanonicalNumber() {}

  /** Returns the canonical form of a JSON number. */
  static String of(String number) {
    boolean isNegative = number.startsWith("-");
    int end = exponentAt(number);
    int begin = isNegative ? 1 : 0;
    int point = number.indexOf('.');
    String whole = number.substring(begin, point < 0 ? end : point);
    String fraction = point < 0 ? "" : number.substring(point + 1, end);
    String all = whole + fraction;
    int first = 0;
    while (first < all.length() && all.charAt(first) == '0') {
      first++;
    }
    if (first == all.length()) {
      return "0";
    }
    int last = all.length() - 1;
    while (all.charAt(last) == '0') {
      last--;
    }
    String digits = all.substring(first, last + 1);
    // The value is 0.digits times ten to the power of (this plus the exponent).
    long beforePoint = (long) whole.length() - first;
    String form = form(digits, beforePoint, number.substring(Math.min(end + 1, number.length())));
    return isNegative ? "-" + form : form;
  }

  private static int exponentAt(String number) {
    int at = Math.max(number.indexOf('e'), number.indexOf('E'));
    return at < 0 ? number.length() : at;
  }

  private static String form(String digits, long beforePoint, String exponent) {
    boolean isNegative = exponent.startsWith("-");
    int begin = exponent.startsWith("+") || isNegative ? 1 : 0;
    while (begin < exponent.length() && exponent.charAt(begin) == '0') {
      begin++;
    }
    String power = exponent.substring(begin);
    if (power.length() > DIGITS_OF_LONG) {
      String sum = plus(power, isNegative ? 1 - beforePoint : beforePoint - 1);
      return scientific(digits, isNegative ? "-" : "+", sum);
    }
    long parsed = power.isEmpty() ? 0 : Long.parseLong(power);
    return form(digits, beforePoint + (isNegative ? -parsed : parsed));
  }

  private static String form(String digits, long beforePoint) {
    if (beforePoint > MOST_BEFORE_POINT || beforePoint <= -MOST_ZEROS) {
      long power = beforePoint - 1;
      return scientific(digits, power < 0 ? "-" : "+", Long.toString(Math.abs(power)));
    }
    int before = (int) beforePoint;
    if (before <= 0) {
      return "0." + "0".repeat(-before) + digits;
    }
    return before < digits.length()
        ? digits.substring(0, before) + "." + digits.substring(before)
        : digits + "0".repeat(before - digits.length());
  }

  private static String scientific(String digits, String sign, String power) {
    String rest = digits.length() == 1 ? "" : "." + digits.substring(1);
    return digits.charAt(0) + rest + "e" + sign + power;
  }

  /** Adds a number of many digits and a small one, which may be negative. */
  private static String plus(String number, long summand) {
    char[] digits = number.toCharArray();
    long carry = summand;
    for (int i = digits.length - 1; i >= 0 && carry != 0; i--) {
      long sum = digits[i] - '0' + carry;
      digits[i] = (char) ('0' + Math.floorMod(sum, 10L));
      carry = Math.floorDiv(sum, 10L);
    }
    int begin = 0;
    while (carry == 0 && digits[begin] == '0') {
      begin++;
    }
    String rest = new String(digits, begin, digits.length - begin);
    return carry == 0 ? rest : carry + rest;
  }
}
