package dev.chime.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Keeps a service without API keys off the network: it listens on the loopback address only. With
 * another address it does not start, unless {@code chime.open=true} allows that.
 */
class LoopbackUnlessGuarded implements EnvironmentPostProcessor, Ordered {

  private static final String LOOPBACK = "127.0.0.1";

  @Override
  public int getOrder() {
    return ConfigDataEnvironmentPostProcessor.ORDER + 1; // after the files are read
  }

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    if (hasKeys(environment) || environment.getProperty("chime.open", Boolean.class, false)) {
      return;
    }
    Map<String, Object> defaults = new HashMap<>();
    requireLoopback("server.address", environment, defaults);
    String managementPort = environment.getProperty("management.server.port");
    if (managementPort != null && !managementPort.equals(environment.getProperty("server.port"))) {
      requireLoopback("management.server.address", environment, defaults);
    }
    environment.getPropertySources().addLast(new MapPropertySource("loopback", defaults));
  }

  private static boolean hasKeys(ConfigurableEnvironment environment) {
    return Binder.get(environment)
        .bind("chime.keys", Bindable.listOf(AccessProperties.Key.class))
        .map(keys -> !keys.isEmpty())
        .orElse(false);
  }

  private static void requireLoopback(
      String property, ConfigurableEnvironment environment, Map<String, Object> defaults) {
    String address = environment.getProperty(property);
    if (address == null || address.isBlank()) {
      defaults.put(property, LOOPBACK);
    } else if (!isLoopback(address)) {
      throw new OpenToTheNetworkException(property, address);
    }
  }

  private static boolean isLoopback(String address) {
    try {
      return List.of(InetAddress.getAllByName(address)).stream()
          .allMatch(InetAddress::isLoopbackAddress);
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
