package dev.chime.config;

import dev.chime.async.Spawner;
import dev.chime.async.time.TimerDriver;
import dev.chime.delivery.DeliveryStore;
import dev.chime.delivery.EndpointStore;
import dev.chime.delivery.push.CallRules;
import dev.chime.delivery.push.CallTrace;
import dev.chime.delivery.push.EventBody;
import dev.chime.delivery.push.PushService;
import dev.chime.store.JdbcTimerStore;
import dev.chime.timer.service.ServiceClock;
import dev.chime.timer.service.TimerService;
import dev.chime.web.EndpointProbe;
import dev.chime.web.EndpointRules;
import dev.chime.web.InlineUrls;
import dev.chime.web.problem.ProblemType.Violation;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The endpoints, and who calls them. */
@Configuration(proxyBeanMethods = false)
class EndpointConfiguration {

  @Bean
  EndpointStore endpointStore(JdbcTimerStore store, DeliveryProperties properties) {
    return store.endpoints(properties.toCipher());
  }

  @Bean
  CallRules callRules(DeliveryProperties properties) {
    return properties.toRules();
  }

  @Bean(destroyMethod = "close")
  PushService pushService(
      ServiceClock clock,
      TimerDriver driver,
      Spawner spawner,
      DeliveryStore store,
      EndpointStore endpoints,
      DeliveryProperties properties,
      CallRules rules,
      EventBody bodies,
      PushMetrics metrics,
      ObjectProvider<CallTrace.Source> traces,
      TimerService timers) {
    return PushService.overHttp(
        clock,
        driver,
        spawner,
        store,
        endpoints,
        properties.toSettings(rules),
        bodies,
        metrics,
        traces.getIfAvailable(() -> CallTrace.Source.NONE),
        () -> timers.nodes().live());
  }

  @Bean
  EndpointRules endpointRules(CallRules rules) {
    return settings -> {
      CallRules.Broken broken = rules.brokenBy(settings);
      return broken == null ? null : new Violation(broken.field(), broken.rule());
    };
  }

  @Bean
  InlineUrls inlineUrls(DeliveryProperties properties, CallRules rules) {
    return properties.inlineUrls()
        ? rules::brokenByUrl
        : url -> "must not be given: this service calls named endpoints only";
  }

  @Bean
  EndpointProbe endpointProbe(PushService push) {
    return push::test;
  }
}
