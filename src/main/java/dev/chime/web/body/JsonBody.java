package dev.chime.web.body;

import dev.chime.web.problem.InvalidRequestException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request that is JSON. It is read while it arrives, so that an error can be reported
 * before the rest has arrived. It never returns bytes that are not UTF-8. It stores the exception
 * of a failed read, because a parser may replace it by another one. Not thread-safe.
 */
public final class JsonBody extends InputStream {

  private final InputStream in;
  private final int maxBytes;

  /** The first bytes of a character whose other bytes have not arrived yet. */
  private final byte[] partial = new byte[Utf8.MAX_LENGTH];

  private int partialLength;
  private long length;
  private @Nullable Exception failure;

  JsonBody(InputStream in, int maxBytes) {
    this.in = in;
    this.maxBytes = maxBytes;
  }

  /** Whether the body was empty. Ask after it has been read. */
  public boolean isEmpty() {
    return length == 0;
  }

  /** Throws the exception of the failed read, if any. That of a parser may say less. */
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
        checkEnd();
      } else {
        check(bytes, offset, offset + read);
        length += read;
      }
      return read;
    } catch (EOFException e) {
      throw remember(BodyReader.incomplete());
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  private void checkEnd() {
    if (partialLength > 0) {
      throw remember(Utf8.invalid(length - partialLength));
    }
  }

  private void check(byte[] bytes, int from, int to) {
    if (length + to - from > maxBytes) {
      BodyReader.discardRest(in, maxBytes);
      throw remember(BodyReader.tooLong(maxBytes));
    }
    for (int i = from; length + i - from < Utf8.MAX_LENGTH && i < to; i++) {
      if (bytes[i] == 0) { // a parser would take the body for UTF-16 or UTF-32
        throw remember(Utf8.invalid(length + i - from));
      }
    }
    int start = from;
    while (partialLength > 0 && start < to) {
      start = continuePartial(bytes, start, length - partialLength - from + start);
    }
    int error = Utf8.firstError(bytes, start, to);
    if (error < to) {
      if (!Utf8.isPartial(bytes, error, to)) {
        throw remember(Utf8.invalid(length + error - from));
      }
      partialLength = to - error;
      System.arraycopy(bytes, error, partial, 0, partialLength);
    }
  }

  /**
   * Adds one byte to the partial character.
   *
   * @return the index of the next byte
   */
  private int continuePartial(byte[] bytes, int next, long position) {
    partial[partialLength++] = bytes[next];
    if (Utf8.firstError(partial, 0, partialLength) == partialLength) {
      partialLength = 0;
    } else if (!Utf8.isPartial(partial, 0, partialLength)) {
      throw remember(Utf8.invalid(position));
    }
    return next + 1;
  }

  private InvalidRequestException remember(InvalidRequestException e) {
    failure = e;
    return e;
  }
}
