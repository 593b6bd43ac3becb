package dev.chime.web.body;

import dev.chime.web.problem.InvalidRequestException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Tells UTF-8 from other bytes, exactly as RFC 3629 has it: no overlong forms, no surrogates,
 * nothing beyond U+10FFFF. JSON parsers are not that strict, and what they make of the rest is not
 * what was sent. Bytes are looked at where they are; the JDK's decoder would copy them.
 */
public final class Utf8 {

  /** The most bytes that a character has. */
  static final int LONGEST = 4;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final long ANY_NOT_ASCII = 0x8080_8080_8080_8080L;

  private Utf8() {}

  /**
   * Refuses a body, or a part of one, which is JSON in something else than UTF-8.
   *
   * @throws InvalidRequestException if these bytes are
   */
  public static void check(byte[] bytes, int from, int to) {
    int error = firstError(bytes, from, to);
    if (error < to) {
      throw refused(error - from);
    }
    checkNoZero(bytes, from, to);
  }

  /**
   * Refuses a body that begins as UTF-16 or UTF-32 do, with a byte order mark or without.
   *
   * @throws InvalidRequestException if these bytes do
   */
  public static void checkBeginning(byte[] bytes) {
    boolean isMarked =
        bytes.length > 1
            && ((bytes[0] == (byte) 0xfe && bytes[1] == (byte) 0xff)
                || (bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xfe));
    if (isMarked) {
      throw refused(0);
    }
    checkNoZero(bytes, 0, bytes.length);
  }

  /** Parsers would see UTF-16 or UTF-32 in a zero at the beginning, and read it. */
  private static void checkNoZero(byte[] bytes, int from, int to) {
    for (int i = from; i < Math.min(from + LONGEST, to); i++) {
      if (bytes[i] == 0) {
        throw refused(i - from);
      }
    }
  }

  /** The refusal of a body for what is at this place. */
  static InvalidRequestException refused(long place) {
    return new InvalidRequestException(
        "body", "must be JSON in UTF-8, which it is not at byte " + place);
  }

  /**
   * Where the first character starts that is none, or that is cut off by the end; {@code to} if all
   * is well.
   */
  static int firstError(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      if (bytes[at] >= 0) {
        at = skipAscii(bytes, at, to);
        continue;
      }
      int length = length(bytes[at]);
      if (length == 0 || at + length > to || !isCharacter(bytes, at, at + length)) {
        return at;
      }
      at += length;
    }
    return to;
  }

  private static int skipAscii(byte[] bytes, int from, int to) {
    int at = from;
    while (at + Long.BYTES <= to && ((long) LONGS.get(bytes, at) & ANY_NOT_ASCII) == 0) {
      at += Long.BYTES;
    }
    while (at < to && bytes[at] >= 0) {
      at++;
    }
    return at;
  }

  /** Whether these bytes are the beginning of a character, and not all of it. */
  static boolean isBeginning(byte[] bytes, int from, int to) {
    return to - from < length(bytes[from]) && isCharacter(bytes, from, to);
  }

  /** The length of a character beyond ASCII that starts with this byte; 0 if none does. */
  private static int length(byte first) {
    int value = first & 0xff;
    if (value < 0xc2 || value > 0xf4) { // a later byte, an overlong form, or too high
      return 0;
    }
    return value < 0xe0 ? 2 : value < 0xf0 ? 3 : LONGEST;
  }

  /** Whether bytes after the first, as far as they are there, may follow it. */
  private static boolean isCharacter(byte[] bytes, int from, int to) {
    boolean fits = from + 1 == to || maySecond(bytes[from] & 0xff, bytes[from + 1] & 0xff);
    for (int i = from + 2; i < to; i++) {
      fits &= (bytes[i] & 0xc0) == 0x80;
    }
    return fits;
  }

  private static boolean maySecond(int first, int second) {
    return switch (first) {
      case 0xe0 -> second >= 0xa0 && second <= 0xbf; // lower ones fit in two bytes
      case 0xed -> second >= 0x80 && second <= 0x9f; // higher ones are surrogates
      case 0xf0 -> second >= 0x90 && second <= 0xbf; // lower ones fit in three bytes
      case 0xf4 -> second >= 0x80 && second <= 0x8f; // higher ones are beyond U+10FFFF
      default -> second >= 0x80 && second <= 0xbf;
    };
  }
}
