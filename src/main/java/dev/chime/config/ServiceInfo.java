package dev.chime.config;

import dev.chime.schedule.ZoneData;
import dev.chime.store.JdbcTimerStore;
import dev.chime.store.commit.Schema;
import dev.chime.web.ServerInfo;
import java.util.Map;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.stereotype.Component;

/** What {@code /actuator/info} says: what runs here, and over which store. */
@Component
class ServiceInfo implements InfoContributor {

  private final JdbcTimerStore store;
  private final ServerInfo server;

  ServiceInfo(JdbcTimerStore store, ServerInfo server) {
    this.store = store;
    this.server = server;
  }

  @Override
  public void contribute(Info.Builder info) {
    Schema schema = store.figures().schema();
    info.withDetail("version", server.version())
        .withDetail("node", server.node())
        .withDetail("store", Map.of("kind", schema.database(), "schema", schema.version()))
        .withDetail("timeZoneData", ZoneData.VERSION);
  }
}
