package dev.chime.config;

import dev.chime.web.problem.ProblemErrorHandler;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.MinimumDataRateHandler;
import org.springframework.boot.jetty.ConfigurableJettyWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** What Jetty is told beyond Boot's properties. */
@Configuration(proxyBeanMethods = false)
class JettyConfiguration {

  /**
   * Connections the kernel holds for us; with its default, a crowd of clients waits for SYN
   * retries.
   */
  private static final int ACCEPT_QUEUE = 4096;

  @Bean
  WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory> jetty(
      JsonMapper mapper, ChimeProperties properties) {
    return factory ->
        factory.addServerCustomizers(
            server -> {
              server.insertHandler(new MinimumDataRateHandler(properties.http().minBodyRate(), 0));
              server.setErrorHandler(new ProblemErrorHandler(mapper));
              for (var connector : server.getConnectors()) {
                if (connector instanceof ServerConnector socket) {
                  socket.setAcceptQueueSize(ACCEPT_QUEUE);
                  guard(socket, properties.http());
                }
              }
            });
  }

  /** Bounds what clients can hold by being slow, or by not saying anything. */
  private static void guard(ServerConnector socket, ChimeProperties.Http http) {
    socket.setIdleTimeout(http.idleTimeout().toMillis());
    socket.addBean(new NetworkConnectionLimit(http.maxConnections(), socket));
    socket.addBean(new SlowHeaders(socket.getScheduler(), http.headerTimeout()));
  }
}
