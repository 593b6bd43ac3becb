package dev.chime.web.http;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Responds to {@code OPTIONS *}, which asks about the server as a whole and not about a path (RFC
 * 9110, 9.3.7).
 */
final class ServerOptions extends Handler.Wrapper {

  private static final String ALLOW = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    boolean isServerOptions =
        "*".equals(request.getHttpURI().getPath()) && HttpMethod.OPTIONS.is(request.getMethod());
    if (!isServerOptions) {
      return super.handle(request, response, callback);
    }
    response.setStatus(HttpStatus.NO_CONTENT_204);
    response.getHeaders().put(HttpHeader.ALLOW, ALLOW);
    callback.succeeded();
    return true;
  }
}
