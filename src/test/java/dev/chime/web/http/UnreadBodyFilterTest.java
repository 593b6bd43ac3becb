package dev.chime.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** What is left of a body is read, and a body that was read costs nothing more. */
class UnreadBodyFilterTest {

  private static final int LENGTH = 20_000;

  /** A body that counts how it is read. */
  private static final class Body extends ServletInputStream {
    private int left = LENGTH;
    private int bufferedReads;

    @Override
    public int read() {
      return left == 0 ? -1 : left-- & 0x7f;
    }

    @Override
    public int read(byte[] buffer, int from, int length) {
      bufferedReads++;
      int read = Math.min(left, length);
      left -= read;
      return read == 0 ? -1 : read;
    }

    @Override
    public boolean isFinished() {
      return left == 0;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new UnsupportedOperationException();
    }
  }

  private final Body body = new Body();

  private void filter(FilterChain chain) throws ServletException, IOException {
    MockHttpServletRequest request =
        new MockHttpServletRequest("POST", "/timers") {
          @Override
          public ServletInputStream getInputStream() {
            return body;
          }

          @Override
          public long getContentLengthLong() {
            return LENGTH;
          }
        };
    new UnreadBodyFilter().doFilter(request, new MockHttpServletResponse(), chain);
  }

  @Test
  void whatIsLeftIsRead() throws ServletException, IOException {
    filter((request, response) -> {});
    assertThat(body.left).isZero();
  }

  @Test
  void ofABodyThatWasReadNoBufferIsFilled() throws ServletException, IOException {
    filter((request, response) -> request.getInputStream().skipNBytes(0));
    assertThat(body.bufferedReads).isPositive();
    body.left = 0;
    body.bufferedReads = 0;
    filter((request, response) -> {});
    assertThat(body.bufferedReads).isZero();
  }
}
