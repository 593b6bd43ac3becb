package dev.chime.web;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.util.FastByteArrayOutputStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends JSON with its length, so that headers and body go out in one piece. Otherwise Spring
 * flushes the body as a chunk, and another one to say that it was the last.
 */
final class SizedJson extends JacksonJsonHttpMessageConverter {

  SizedJson(JsonMapper mapper) {
    super(mapper);
  }

  @Override
  protected void writeInternal(
      Object object,
      ResolvableType type,
      HttpOutputMessage message,
      @Nullable Map<String, Object> hints)
      throws IOException {
    FastByteArrayOutputStream json = new FastByteArrayOutputStream();
    super.writeInternal(object, type, new Buffered(message.getHeaders(), json), hints);
    message.getHeaders().setContentLength(json.size());
    json.writeTo(message.getBody());
  }

  private record Buffered(HttpHeaders headers, OutputStream body) implements HttpOutputMessage {

    @Override
    public HttpHeaders getHeaders() {
      return headers;
    }

    @Override
    public OutputStream getBody() {
      return body;
    }
  }
}
