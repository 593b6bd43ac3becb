package dev.byhand;

import org.eclipse.jetty.server.ServerConnector;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jetty.ConfigurableJettyWebServerFactory;
import org.springframework.boot.jetty.autoconfigure.servlet.JettyServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * A plain Spring server of timers that are lost when it ends, in the container that Chime uses,
 * with as much patience for many who come at once.
 */
@ImportAutoConfiguration({
  JettyServletWebServerAutoConfiguration.class,
  DispatcherServletAutoConfiguration.class,
  WebMvcAutoConfiguration.class,
  HttpMessageConvertersAutoConfiguration.class,
  JacksonAutoConfiguration.class
})
@Import(ByHandController.class)
public final class ByHand {

  private static final int ACCEPT_QUEUE = 4096;
  private static final long IDLE_MILLIS = 120_000;

  private ByHand() {}

  @Bean
  static WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory> patience() {
    return factory ->
        factory.addServerCustomizers(
            server -> {
              for (var connector : server.getConnectors()) {
                if (connector instanceof ServerConnector socket) {
                  socket.setAcceptQueueSize(ACCEPT_QUEUE);
                  socket.setIdleTimeout(IDLE_MILLIS);
                }
              }
            });
  }

  /** Runs the server. */
  public static void main(String[] arguments) {
    SpringApplication.run(ByHand.class, arguments);
  }
}
