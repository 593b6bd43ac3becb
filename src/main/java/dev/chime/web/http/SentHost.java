package dev.chime.web.http;

import jakarta.servlet.http.HttpServletRequest;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/**
 * Keeps the header {@code Host} as the client has sent it. With {@code
 * server.forward-headers-strategy=native} Jetty replaces it by what {@code X-Forwarded-Host} says,
 * before any filter sees it; and that header any page may set.
 */
public final class SentHost
    implements HttpConfiguration.Customizer,
        WebServerFactoryCustomizer<JettyServletWebServerFactory> {

  private static final String ATTRIBUTE = SentHost.class.getName();

  /** The header of a request; null if it had none. */
  static @Nullable String of(HttpServletRequest request) {
    Object sent = request.getAttribute(ATTRIBUTE);
    return sent == null ? request.getHeader(HttpHeader.HOST.asString()) : (String) sent;
  }

  @Override
  public void customize(JettyServletWebServerFactory factory) {
    factory.addServerCustomizers(this::customize);
  }

  private void customize(Server server) {
    for (Connector connector : server.getConnectors()) {
      HttpConnectionFactory http = connector.getConnectionFactory(HttpConnectionFactory.class);
      if (http != null) {
        http.getHttpConfiguration().getCustomizers().addFirst(this);
      }
    }
  }

  @Override
  public Request customize(Request request, HttpFields.Mutable responseHeaders) {
    String host = request.getHeaders().get(HttpHeader.HOST);
    if (host != null) {
      request.setAttribute(ATTRIBUTE, host);
    }
    return request;
  }
}
