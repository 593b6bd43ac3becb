package dev.chime.web.body;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * A strict decompressor of the gzip format (RFC 1952) with a limit. The JDK's GZIPInputStream
 * ignores invalid data after the first member, and recurses for each empty member until the stack
 * overflows.
 */
final class Gzip {

  private static final int MAGIC = 0x8b1f;
  private static final int DEFLATE = 8;
  private static final int HEADER = 10;
  private static final int TRAILER = 8;

  private static final int HEADER_CHECKSUM = 2;
  private static final int EXTRA_FIELD = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xe0;

  private final ByteBuffer in;
  private final int limit;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final byte[] buffer = new byte[8192];

  private Gzip(byte[] bytes, int limit) {
    this.in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    this.limit = limit;
  }

  /**
   * Decompresses the bytes. If the result is longer than {@code limit}, only its first {@code limit
   * + 1} bytes are returned.
   *
   * @throws ZipException if the bytes are not gzip from the first to the last
   */
  static byte[] inflate(byte[] bytes, int limit) throws ZipException {
    Gzip gzip = new Gzip(bytes, limit);
    Inflater inflater = new Inflater(true);
    try {
      do {
        gzip.readHeader();
        gzip.readMember(inflater);
      } while (gzip.in.hasRemaining() && !gzip.isOverLimit());
      return gzip.out.toByteArray();
    } catch (DataFormatException e) {
      throw new ZipException(e.getMessage());
    } finally {
      inflater.end();
    }
  }

  private boolean isOverLimit() {
    return out.size() > limit;
  }

  private void readHeader() throws ZipException {
    int start = in.position();
    check(in.remaining() >= HEADER && (in.getShort() & 0xffff) == MAGIC && in.get() == DEFLATE);
    int flags = in.get() & 0xff;
    check((flags & RESERVED) == 0);
    in.position(start + HEADER);
    if ((flags & EXTRA_FIELD) != 0) {
      check(in.remaining() >= Short.BYTES);
      int length = in.getShort() & 0xffff;
      check(in.remaining() >= length);
      in.position(in.position() + length);
    }
    if ((flags & NAME) != 0) {
      skipText();
    }
    if ((flags & COMMENT) != 0) {
      skipText();
    }
    if ((flags & HEADER_CHECKSUM) != 0) {
      CRC32 checksum = new CRC32();
      checksum.update(in.array(), start, in.position() - start);
      check(in.remaining() >= Short.BYTES);
      check((in.getShort() & 0xffff) == (checksum.getValue() & 0xffff));
    }
  }

  private void skipText() throws ZipException {
    do {
      check(in.hasRemaining());
    } while (in.get() != 0);
  }

  private void readMember(Inflater inflater) throws ZipException, DataFormatException {
    inflater.reset();
    inflater.setInput(in.array(), in.position(), in.remaining());
    CRC32 checksum = new CRC32();
    while (!inflater.finished()) {
      int length = inflater.inflate(buffer, 0, Math.min(buffer.length, limit + 1 - out.size()));
      checksum.update(buffer, 0, length);
      out.write(buffer, 0, length);
      if (isOverLimit()) {
        return;
      }
      check(length > 0 || inflater.finished());
    }
    in.position(in.limit() - inflater.getRemaining());
    check(in.remaining() >= TRAILER);
    check(in.getInt() == (int) checksum.getValue());
    check(in.getInt() == (int) inflater.getBytesWritten());
  }

  private static void check(boolean isValid) throws ZipException {
    if (!isValid) {
      throw new ZipException("not gzip");
    }
  }
}
