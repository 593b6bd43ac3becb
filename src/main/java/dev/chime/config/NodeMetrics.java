package dev.chime.config;

import dev.chime.store.JdbcTimerStore;
import dev.chime.store.StoreFigures;
import dev.chime.timer.service.Nodes;
import dev.chime.timer.service.TimerService;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.stereotype.Component;

/** Metrics of the processes that share the store, and of the notifications between them. */
@Component
class NodeMetrics implements MeterBinder {

  private final String node;
  private final int expected;
  private final Nodes nodes;
  private final JdbcTimerStore store;

  NodeMetrics(ChimeProperties properties, TimerService service, JdbcTimerStore store) {
    this.node = properties.node();
    this.expected = properties.expectedNodes();
    this.nodes = service.nodes();
    this.store = store;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("chime.node.info", () -> 1)
        .tag("node", node)
        .description("The name of this process among those that share the store")
        .register(registry);
    Gauge.builder("chime.nodes.live", nodes, Nodes::live)
        .description("Processes that share the store, this one included")
        .register(registry);
    Gauge.builder("chime.nodes.expected", () -> expected)
        .description("Processes that should share the store, as it is configured")
        .register(registry);
    Gauge.builder("chime.nodes.share", nodes, Nodes::share)
        .description("Part of all timers that this process is responsible for, from 0 to 1")
        .register(registry);
    FunctionCounter.builder("chime.nodes.takeovers", nodes, Nodes::takeovers)
        .description("Processes that have gone, and whose timers the others have taken over")
        .register(registry);
    FunctionCounter.builder(
            "chime.notifications.sent", store.figures(), StoreFigures::notificationsSent)
        .description("Notifications of changes sent to all processes")
        .register(registry);
    FunctionCounter.builder(
            "chime.notifications.received", store.figures(), StoreFigures::notificationsReceived)
        .description("Notifications received, those of this process included")
        .register(registry);
  }
}
