package dev.chime.web.body;

import dev.chime.web.problem.InvalidRequestException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A strict check for UTF-8 as in RFC 3629: no overlong forms, no surrogates, nothing beyond
 * U+10FFFF. JSON parsers are less strict, and change invalid text into something else. The check
 * does not copy the bytes, as the JDK's decoder would.
 */
public final class Utf8 {

  /** The most bytes of a character. */
  static final int MAX_LENGTH = 4;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final long ANY_NOT_ASCII = 0x8080_8080_8080_8080L;

  private Utf8() {}

  /**
   * Checks that a body, or a part of it, is in UTF-8.
   *
   * @throws InvalidRequestException if it is not
   */
  public static void check(byte[] bytes, int from, int to) {
    int error = firstError(bytes, from, to);
    if (error < to) {
      throw invalid(error - from);
    }
    checkNoZero(bytes, from, to);
  }

  /**
   * Refuses a body that begins as UTF-16 or UTF-32 do, with a byte order mark or without.
   *
   * @throws InvalidRequestException if it begins like that
   */
  public static void checkBeginning(byte[] bytes) {
    boolean isMarked =
        bytes.length > 1
            && ((bytes[0] == (byte) 0xfe && bytes[1] == (byte) 0xff)
                || (bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xfe));
    if (isMarked) {
      throw invalid(0);
    }
    checkNoZero(bytes, 0, bytes.length);
  }

  /** Parsers would take a body with an early zero byte for UTF-16 or UTF-32. */
  private static void checkNoZero(byte[] bytes, int from, int to) {
    for (int i = from; i < Math.min(from + MAX_LENGTH, to); i++) {
      if (bytes[i] == 0) {
        throw invalid(i - from);
      }
    }
  }

  /** The exception for a body that is not UTF-8 at this position. */
  static InvalidRequestException invalid(long position) {
    return new InvalidRequestException(
        "body", "must be JSON in UTF-8, which it is not at byte " + position);
  }

  /**
   * The index of the first character that is invalid or incomplete.
   *
   * @return {@code to} if there is none
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

  /** Whether these bytes are the first bytes of a character, but not all of it. */
  static boolean isPartial(byte[] bytes, int from, int to) {
    return to - from < length(bytes[from]) && isCharacter(bytes, from, to);
  }

  /** The length of the non-ASCII character that starts with this byte; 0 if none can. */
  private static int length(byte first) {
    int value = first & 0xff;
    if (value < 0xc2 || value > 0xf4) { // a continuation byte, an overlong form, or too high
      return 0;
    }
    return value < 0xe0 ? 2 : value < 0xf0 ? 3 : MAX_LENGTH;
  }

  /** Whether the bytes after the first, as far as there are any, may follow it. */
  private static boolean isCharacter(byte[] bytes, int from, int to) {
    boolean isValid = from + 1 == to || isValidSecond(bytes[from] & 0xff, bytes[from + 1] & 0xff);
    for (int i = from + 2; i < to; i++) {
      isValid &= (bytes[i] & 0xc0) == 0x80;
    }
    return isValid;
  }

  private static boolean isValidSecond(int first, int second) {
    return switch (first) {
      case 0xe0 -> second >= 0xa0 && second <= 0xbf; // lower ones fit in two bytes
      case 0xed -> second >= 0x80 && second <= 0x9f; // higher ones are surrogates
      case 0xf0 -> second >= 0x90 && second <= 0xbf; // lower ones fit in three bytes
      case 0xf4 -> second >= 0x80 && second <= 0x8f; // higher ones are beyond U+10FFFF
      default -> second >= 0x80 && second <= 0xbf;
    };
  }
}
