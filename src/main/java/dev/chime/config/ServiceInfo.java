package dev.chime.config;

import dev.chime.schedule.ZoneData;
import dev.chime.store.JdbcTimerStore;
import dev.chime.store.commit.Schema;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.stereotype.Component;

/** What {@code /actuator/info} says: what runs here, and over which store. */
@Component
class ServiceInfo implements InfoContributor {

  private final JdbcTimerStore store;
  private final String version;
  private final String node;

  /**
   * The info of this service.
   *
   * @param version that of the jar; there is none while it runs from classes
   */
  ServiceInfo(
      JdbcTimerStore store,
      ChimeProperties properties,
      @Value("${spring.application.version:unpackaged}") String version) {
    this.store = store;
    this.version = version;
    this.node = properties.node();
  }

  @Override
  public void contribute(Info.Builder info) {
    Schema schema = store.schema();
    info.withDetail("version", version)
        .withDetail("node", node)
        .withDetail("store", Map.of("kind", schema.database(), "schema", schema.version()))
        .withDetail("timeZoneData", ZoneData.VERSION);
  }
}
