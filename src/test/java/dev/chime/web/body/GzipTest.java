package dev.chime.web.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GzipTest {

  private static final int MOST = 100_000;
  private static final byte[] TEXT =
      "{\"delay\":\"1h\",\"payload\":\"ä\"}".getBytes(StandardCharsets.UTF_8);

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static void assertRefused(byte[] bytes) {
    assertThatExceptionOfType(ZipException.class)
        .as("%s", Arrays.toString(bytes))
        .isThrownBy(() -> Gzip.inflate(bytes, MOST));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 8_191, 8_192, 8_193, 20_000, MOST - 1, MOST})
  void whatWentInComesOut(int length) throws IOException {
    byte[] bytes = new byte[length];
    new SplittableRandom(length).nextBytes(bytes);
    assertThat(Gzip.inflate(gzip(bytes), MOST)).isEqualTo(bytes);
    Arrays.fill(bytes, (byte) 'a');
    assertThat(Gzip.inflate(gzip(bytes), MOST)).isEqualTo(bytes);
  }

  @Test
  void membersFollowOneAnother() throws IOException {
    byte[] empty = gzip(new byte[0]);
    assertThat(Gzip.inflate(join(gzip(TEXT), empty, empty, gzip(TEXT)), MOST))
        .isEqualTo(join(TEXT, TEXT));
  }

  @Test
  void manyEmptyMembersAreAsHarmlessAsOne() throws IOException {
    byte[] empty = gzip(new byte[0]);
    byte[][] many = new byte[100_000][];
    Arrays.fill(many, empty);
    assertThat(Gzip.inflate(join(many), MOST)).isEmpty();
  }

  @Test
  void theHeaderMayHaveMore() throws IOException {
    byte[] plain = gzip(TEXT);
    byte[] head = Arrays.copyOf(plain, 10);
    head[3] = 0x1e; // checksum, extra field, name, comment
    byte[] more = {3, 0, 1, 2, 3, 'n', 'a', 'm', 'e', 0, 'c', 0};
    byte[] whole = join(head, more);
    CRC32 checksum = new CRC32();
    checksum.update(whole);
    byte[] sum = {(byte) checksum.getValue(), (byte) (checksum.getValue() >> 8)};
    byte[] rest = Arrays.copyOfRange(plain, 10, plain.length);
    assertThat(Gzip.inflate(join(whole, sum, rest), MOST)).isEqualTo(TEXT);
    sum[0]++;
    assertRefused(join(whole, sum, rest));
  }

  @Test
  void anyPartOfItIsNotIt() throws IOException {
    byte[] all = gzip(TEXT);
    for (int length = 0; length < all.length; length++) {
      assertRefused(Arrays.copyOf(all, length));
    }
  }

  @Test
  void whatFollowsHasToBeAMember() throws IOException {
    assertRefused(join(gzip(TEXT), new byte[] {0}));
    assertRefused(join(gzip(TEXT), TEXT));
  }

  /** Some bits mean nothing: the time, the system, what fills the last byte. */
  @Test
  void noBitIsTakenForAnother() throws IOException {
    byte[] all = gzip(TEXT);
    int refused = 0;
    for (int bit = 0; bit < 8 * all.length; bit++) {
      byte[] other = all.clone();
      other[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        assertThat(Gzip.inflate(other, MOST)).isEqualTo(TEXT);
      } catch (ZipException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(8 * (all.length - 10));
  }

  @Test
  void ofTooMuchThereIsNoMoreThanToSeeIt() throws IOException {
    byte[] bomb = gzip(new byte[50_000_000]);
    assertThat(Gzip.inflate(bomb, 1_000)).hasSize(1_001);
    assertThat(Gzip.inflate(join(gzip(TEXT), bomb), TEXT.length)).hasSize(TEXT.length + 1);
  }

  @Test
  void plainTextIsNone() {
    assertRefused(TEXT);
  }
}
