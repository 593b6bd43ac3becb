package dev.chime.web.http;

import dev.chime.web.problem.ProblemType;
import org.eclipse.jetty.ee11.webapp.AbstractConfiguration;
import org.eclipse.jetty.ee11.webapp.WebAppContext;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.json.JsonMapper;

/**
 * Configures Jetty beyond Spring Boot's properties: limits for slow and silent clients, and problem
 * details for everything that Jetty refuses.
 */
public final class JettyCustomizer
    implements WebServerFactoryCustomizer<JettyServletWebServerFactory> {

  /**
   * How many connections the kernel queues before they are accepted. With its default, many clients
   * that connect at the same time would have to wait for SYN retries.
   */
  private static final int ACCEPT_QUEUE = 4096;

  private final JsonMapper mapper;
  private final HttpLimits limits;

  /**
   * Creates a customizer for any number of servers.
   *
   * @param mapper writes problem details
   */
  public JettyCustomizer(JsonMapper mapper, HttpLimits limits) {
    this.mapper = mapper;
    this.limits = limits;
  }

  @Override
  public void customize(JettyServletWebServerFactory factory) {
    factory.addServerCustomizers(this::customize);
    factory.addConfigurations(new ErrorPages(new ProblemErrorHandler(mapper, false)));
  }

  private void customize(Server server) {
    server.insertHandler(new SlowBodies(limits.minBodyRate()));
    server.insertHandler(new ServerOptions());
    server.setErrorHandler(new ProblemErrorHandler(mapper, true));
    for (Connector connector : server.getConnectors()) {
      if (connector instanceof ServerConnector socket) {
        customize(socket);
      }
    }
  }

  private void customize(ServerConnector socket) {
    HttpConnectionFactory http = socket.getConnectionFactory(HttpConnectionFactory.class);
    if (http != null) {
      socket.addConnectionFactory(new Http1ConnectionFactory(http));
    }
    socket.setAcceptQueueSize(ACCEPT_QUEUE);
    socket.setIdleTimeout(limits.idleTimeout().toMillis());
    socket.addBean(new NetworkConnectionLimit(limits.maxConnections(), socket));
    socket.addBean(
        new SlowHeaders(socket.getScheduler(), limits.headerTimeout(), slowHeadersProblem()));
  }

  private byte[] slowHeadersProblem() {
    return mapper.writeValueAsBytes(
        ProblemType.INVALID_REQUEST.problem(
            HttpStatus.REQUEST_TIMEOUT,
            "headers",
            "must arrive within " + limits.headerTimeout().toMillis() + " ms"));
  }

  /** Replaces Boot's error handler, which would send errors through all servlets and filters. */
  private static final class ErrorPages extends AbstractConfiguration {

    private final ProblemErrorHandler handler;

    ErrorPages(ProblemErrorHandler handler) {
      super(new AbstractConfiguration.Builder());
      this.handler = handler;
    }

    @Override
    public void configure(WebAppContext context) {
      context.setErrorHandler(handler);
      context.getSessionHandler().setUsingCookies(false); // there are no sessions to look for
    }
  }
}
