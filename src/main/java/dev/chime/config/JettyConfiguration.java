package dev.chime.config;

import dev.chime.web.problem.ProblemErrorHandler;
import org.eclipse.jetty.server.ServerConnector;
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
  WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory> jetty(JsonMapper mapper) {
    return factory ->
        factory.addServerCustomizers(
            server -> {
              server.setErrorHandler(new ProblemErrorHandler(mapper));
              for (var connector : server.getConnectors()) {
                if (connector instanceof ServerConnector socket) {
                  socket.setAcceptQueueSize(ACCEPT_QUEUE);
                }
              }
            });
  }
}
