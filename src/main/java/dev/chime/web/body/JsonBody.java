package dev.chime.web.body;

import dev.chime.web.problem.InvalidRequestException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A body that is JSON, to be read as it arrives, so that what is wrong can be told before the rest
 * is there. Bytes that are not UTF-8 are not given out. What there is to refuse is kept: a parser
 * may make something else of it.
 */
public final class JsonBody extends InputStream {

  private final InputStream in;
  private final int most;

  /** A character that has begun and not ended. */
  private final byte[] begun = new byte[Utf8.LONGEST];

  private int begunLength;
  private long length;
  private @Nullable Exception failure;

  JsonBody(InputStream in, int most) {
    this.in = in;
    this.most = most;
  }

  /** Whether there was nothing in it, once it has been read. */
  public boolean isEmpty() {
    return length == 0;
  }

  /** Says why reading has failed, if it has: whoever read on top of this may say less. */
  public void rethrowFailure() throws IOException {
    switch (failure) {
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case null, default -> {}
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int count) throws IOException {
    try {
      int read = in.read(bytes, offset, count);
      if (read < 0) {
        end();
      } else {
        check(bytes, offset, offset + read);
        length += read;
      }
      return read;
    } catch (EOFException e) {
      throw keep(BodyReader.notWhole());
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  private void end() {
    if (begunLength > 0) {
      throw keep(Utf8.refused(length - begunLength));
    }
  }

  private void check(byte[] bytes, int from, int to) {
    if (length + to - from > most) {
      BodyReader.readOn(in, most);
      throw keep(BodyReader.tooLong(most));
    }
    for (int i = from; length + i - from < Utf8.LONGEST && i < to; i++) {
      if (bytes[i] == 0) { // a parser would see UTF-16 or UTF-32, and read it
        throw keep(Utf8.refused(length + i - from));
      }
    }
    int start = from;
    while (begunLength > 0 && start < to) {
      start = goOn(bytes, start, length - begunLength - from + start);
    }
    int error = Utf8.firstError(bytes, start, to);
    if (error < to) {
      if (!Utf8.isBeginning(bytes, error, to)) {
        throw keep(Utf8.refused(length + error - from));
      }
      begunLength = to - error;
      System.arraycopy(bytes, error, begun, 0, begunLength);
    }
  }

  /** Takes one more byte of the character that has begun. */
  private int goOn(byte[] bytes, int next, long place) {
    begun[begunLength++] = bytes[next];
    if (Utf8.firstError(begun, 0, begunLength) == begunLength) {
      begunLength = 0;
    } else if (!Utf8.isBeginning(begun, 0, begunLength)) {
      throw keep(Utf8.refused(place));
    }
    return next + 1;
  }

  private InvalidRequestException keep(InvalidRequestException e) {
    failure = e;
    return e;
  }
}
