package dev.chime.timer;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A place in a trace, as the header {@code traceparent} names it (W3C Trace Context, level 2):
 * which trace, which span in it, and whether it is sampled. Immutable, and as numbers, because
 * there may be one for each timer in memory.
 *
 * @param traceHigh the first half of the trace's id
 * @param traceLow the second half; not both are 0
 * @param span the span's id; not 0
 * @param flags the flags
 */
public record Traceparent(long traceHigh, long traceLow, long span, byte flags) {

  /** The name of the header. */
  public static final String HEADER = "traceparent";

  /** The flag of a trace that is sampled, which is the only one of a version not known here. */
  public static final byte SAMPLED = 1;

  private static final HexFormat HEX = HexFormat.of();

  private static final int TRACE = 3;
  private static final int TRACE_MIDDLE = 19;
  private static final int SPAN = 36;
  private static final int FLAGS = 53;
  private static final int LENGTH = 55;

  /** Checks the ids. */
  public Traceparent {
    if ((traceHigh | traceLow) == 0 || span == 0) {
      throw new IllegalArgumentException("the ids of a trace and of a span are not 0");
    }
  }

  /**
   * Reads the value of the header. One that breaks the rules of the standard counts as none, as the
   * standard wants it. A newer version is read as far as this one goes.
   */
  public static @Nullable Traceparent parse(@Nullable String header) {
    if (header == null || !hasForm(header)) {
      return null;
    }
    boolean isKnown = header.startsWith("00");
    if (header.startsWith("ff") || (isKnown && header.length() > LENGTH)) {
      return null;
    }
    long high = HexFormat.fromHexDigitsToLong(header, TRACE, TRACE_MIDDLE);
    long low = HexFormat.fromHexDigitsToLong(header, TRACE_MIDDLE, SPAN - 1);
    long span = HexFormat.fromHexDigitsToLong(header, SPAN, FLAGS - 1);
    byte flags = (byte) HexFormat.fromHexDigits(header, FLAGS, LENGTH);
    if ((high | low) == 0 || span == 0) {
      return null;
    }
    return new Traceparent(high, low, span, isKnown ? flags : (byte) (flags & SAMPLED));
  }

  private static boolean hasForm(String header) {
    if (header.length() < LENGTH || (header.length() > LENGTH && header.charAt(LENGTH) != '-')) {
      return false;
    }
    for (int i = 0; i < LENGTH; i++) {
      char c = header.charAt(i);
      boolean isDash = i == TRACE - 1 || i == SPAN - 1 || i == FLAGS - 1;
      if (isDash ? c != '-' : !isDigit(c)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }

  /** Whether the trace is sampled. */
  public boolean isSampled() {
    return (flags & SAMPLED) != 0;
  }

  /** The trace's id, in hexadecimal digits. */
  public String traceId() {
    return HEX.toHexDigits(traceHigh) + HEX.toHexDigits(traceLow);
  }

  /** The span's id, in hexadecimal digits. */
  public String spanId() {
    return HEX.toHexDigits(span);
  }

  /** The value of the header. */
  public String text() {
    return "00-" + traceId() + "-" + spanId() + "-" + HEX.toHexDigits(flags);
  }

  @Override
  public String toString() {
    return text();
  }
}
