package dev.chime.web.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chime.web.problem.InvalidRequestException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is UTF-8 is what the JDK's decoder takes, when it is told to be strict. */
class Utf8Test {

  /** Where something changes, and neighbours. */
  private static final int[] EDGES = {
    0x00, 0x41, 0x7f, 0x80, 0x81, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1,
    0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xf8, 0xfe, 0xff
  };

  private static boolean isValid(byte[] bytes) {
    return Utf8.firstError(bytes, 0, bytes.length) == bytes.length;
  }

  private static void assertAsTheJdk(byte[] bytes) {
    boolean expected = true;
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    } catch (CharacterCodingException e) {
      expected = false;
    }
    if (isValid(bytes) != expected) {
      throw new AssertionError(expected + " expected of " + HexFormat.of().formatHex(bytes));
    }
  }

  @Test
  void allPairsOfBytes() {
    for (int i = 0; i < 1 << 16; i++) {
      assertAsTheJdk(new byte[] {(byte) (i >> 8), (byte) i});
    }
  }

  @Test
  void allThatIsAtAnEdge() {
    for (int a = 0x80; a <= 0xff; a++) {
      for (int b : EDGES) {
        for (int c : EDGES) {
          assertAsTheJdk(new byte[] {(byte) a, (byte) b, (byte) c});
          for (int d : EDGES) {
            assertAsTheJdk(new byte[] {(byte) a, (byte) b, (byte) c, (byte) d});
          }
        }
      }
    }
  }

  @Test
  void allCharacters() {
    for (int i = 0; i <= Character.MAX_CODE_POINT; i++) {
      boolean isHalf = i >= Character.MIN_SURROGATE && i <= Character.MAX_SURROGATE;
      if (!isHalf && !isValid(Character.toString(i).getBytes(StandardCharsets.UTF_8))) {
        throw new AssertionError("U+" + Integer.toHexString(i));
      }
    }
  }

  @Test
  void whereverItIsInALongerText() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(40); j > 0; j--) {
        text.append(random.nextInt(4) == 0 ? "ä€𝄞" : "abc");
      }
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      assertAsTheJdk(bytes);
      if (bytes.length > 0) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        assertAsTheJdk(bytes);
        assertAsTheJdk(Arrays.copyOf(bytes, random.nextInt(bytes.length)));
      }
    }
  }

  @Test
  void onlyThePartThatIsAskedFor() {
    byte[] bytes = "\u00ffabcdefghijklmn\u00ff".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(Utf8.firstError(bytes, 1, bytes.length - 1)).isEqualTo(bytes.length - 1);
    assertThat(Utf8.firstError(bytes, 1, bytes.length)).isEqualTo(bytes.length - 1);
    assertThat(Utf8.firstError(bytes, 0, 1)).isZero();
  }

  @Test
  void itIsSaidWhere() {
    byte[] bytes = "xx{\"ä\":\"\u00ff".getBytes(StandardCharsets.UTF_8);
    bytes[bytes.length - 2] = (byte) 0xc0;
    assertThatThrownBy(() -> Utf8.check(bytes, 2, bytes.length))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessage("body must be JSON in UTF-8, which it is not at byte 7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
  void othersAreKnownByTheirZeros(String charset) {
    byte[] bytes = "{}".getBytes(Charset.forName(charset));
    assertThatThrownBy(() -> Utf8.check(bytes, 0, bytes.length))
        .hasMessageStartingWith("body must be JSON in UTF-8, which it is not at byte ");
  }
}
