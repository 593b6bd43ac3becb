package dev.chime.web.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chime.web.problem.InvalidRequestException;
import dev.chime.web.problem.SlowBodyException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However a body arrives, what comes out is all of it, and it is UTF-8. */
class JsonBodyTest {

  private static final int MOST = 1_000;

  /** Gives out so many bytes at a time, at random. */
  private static InputStream pieces(byte[] bytes, SplittableRandom random, int most) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] to, int offset, int count) {
        return super.read(to, offset, Math.min(count, random.nextInt(1, most + 1)));
      }
    };
  }

  private static InputStream failing(IOException e) {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        throw e;
      }

      @Override
      public int read(byte[] to, int offset, int count) throws IOException {
        throw e;
      }
    };
  }

  @Test
  void whateverItIsCutInto() throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 5_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(20); j > 0; j--) {
        text.append(random.nextBoolean() ? "aä€𝄞" : "abcdefghijk");
      }
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      JsonBody body = new JsonBody(pieces(bytes, random, 6), MOST);
      assertThat(body.readAllBytes()).isEqualTo(bytes);
      assertThat(body.isEmpty()).isEqualTo(bytes.length == 0);
      body.rethrowFailure();
    }
  }

  @Test
  void theSamePlaceIsToldWhateverItIsCutInto() {
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = "aä€𝄞bcdefghijklmn𝄞ä€".getBytes(StandardCharsets.UTF_8);
      bytes[random.nextInt(Utf8.MAX_LENGTH, bytes.length)] = (byte) random.nextInt(0x80, 0x100);
      int error = Utf8.firstError(bytes, 0, bytes.length);
      JsonBody body = new JsonBody(pieces(bytes, random, 6), MOST);
      if (error < bytes.length) {
        assertThatThrownBy(body::readAllBytes)
            .isInstanceOf(InvalidRequestException.class)
            .hasMessageEndingWith(" at byte " + error);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"61c3", "61e282", "61f09d84", "61f09d", "61f0"})
  void aCharacterThatDoesNotEnd(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    JsonBody body = new JsonBody(new ByteArrayInputStream(bytes), MOST);
    assertThatThrownBy(body::readAllBytes)
        .hasMessage("body must be JSON in UTF-8, which it is not at byte 1");
  }

  private static JsonBody spaces(int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) ' ');
    return new JsonBody(new ByteArrayInputStream(bytes), MOST);
  }

  @Test
  void asMuchAsIsAllowedAndNoMore() throws IOException {
    assertThat(spaces(MOST).readAllBytes()).hasSize(MOST);
    assertThatThrownBy(spaces(MOST + 1)::readAllBytes)
        .hasMessage("body must be at most 1000 bytes");
  }

  @Test
  void aZeroAtTheBeginningIsOfAnotherForm() {
    for (int place = 0; place < Utf8.MAX_LENGTH; place++) {
      byte[] bytes = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
      bytes[place] = 0;
      JsonBody body = new JsonBody(new ByteArrayInputStream(bytes), MOST);
      assertThatThrownBy(body::readAllBytes)
          .hasMessage("body must be JSON in UTF-8, which it is not at byte " + place);
    }
  }

  /** A parser may have wrapped it. */
  @Test
  void whyItFailedIsKept() {
    JsonBody body = new JsonBody(new ByteArrayInputStream(new byte[] {'"', (byte) 0xc0}), MOST);
    assertThatThrownBy(body::readAllBytes).isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(body::rethrowFailure).isInstanceOf(InvalidRequestException.class);

    JsonBody slow = new JsonBody(failing(new SlowBodyException()), MOST);
    assertThatThrownBy(slow::readAllBytes).isInstanceOf(SlowBodyException.class);
    assertThatThrownBy(slow::rethrowFailure).isInstanceOf(SlowBodyException.class);
  }

  @Test
  void aBodyThatEndsTooSoonIsTheClientsMistake() {
    InputStream begun = new ByteArrayInputStream("{".getBytes(StandardCharsets.UTF_8));
    JsonBody body = new JsonBody(new SequenceInputStream(begun, failing(new EOFException())), MOST);
    assertThatThrownBy(body::readAllBytes)
        .isInstanceOf(InvalidRequestException.class)
        .hasMessage("body must be whole, as the headers announce it");
  }

  @Test
  void oneByteIsReadAsWell() throws IOException {
    JsonBody body =
        new JsonBody(new ByteArrayInputStream("ä".getBytes(StandardCharsets.UTF_8)), MOST);
    assertThat(new int[] {body.read(), body.read(), body.read()}).containsExactly(0xc3, 0xa4, -1);
  }
}
