package dev.chime.web.http;

import dev.chime.web.problem.ProblemType;
import java.io.IOException;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.cors.DefaultCorsProcessor;
import tools.jackson.databind.json.JsonMapper;

/** Refuses requests of other origins with a problem detail, where Spring would send plain text. */
public final class CorsRefusals extends DefaultCorsProcessor {

  private static final ProblemDetail PROBLEM =
      ProblemType.INVALID_REQUEST.problem(
          HttpStatus.FORBIDDEN,
          "Origin",
          "must be one that may use this service, with the method and headers it asks for");

  private final JsonMapper mapper;

  /** Creates a processor that writes problem details with this mapper. */
  public CorsRefusals(JsonMapper mapper) {
    this.mapper = mapper;
  }

  @Override
  protected void rejectRequest(ServerHttpResponse response) throws IOException {
    response.setStatusCode(HttpStatus.FORBIDDEN);
    response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
    response.getHeaders().setCacheControl(CacheControl.noStore());
    response.getBody().write(mapper.writeValueAsBytes(PROBLEM));
    response.flush();
  }
}
