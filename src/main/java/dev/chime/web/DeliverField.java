package dev.chime.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chime.timer.Destination;
import dev.chime.web.problem.InvalidRequestException;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a timer is delivered when it elapses: exactly one of the three.
 *
 * @param to the name of an endpoint
 * @param queue the name of a queue
 * @param url an address of the timer's own
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DeliverField(@Nullable String to, @Nullable String queue, @Nullable String url) {

  /** Returns this as a client writes it; null for nowhere. */
  static @Nullable DeliverField of(@Nullable Destination destination) {
    return switch (destination) {
      case null -> null;
      case Destination.Endpoint(String name) -> new DeliverField(name, null, null);
      case Destination.Queue(String name) -> new DeliverField(null, name, null);
      case Destination.Url(String address) -> new DeliverField(null, null, address);
    };
  }

  /** Returns the destination, or throws the problem with the first rule that is broken. */
  static @Nullable Destination parse(@Nullable DeliverField field, WebLimits limits) {
    return field == null ? null : field.toDestination(limits);
  }

  private Destination toDestination(WebLimits limits) {
    if (Stream.of(to, queue, url).filter(Objects::nonNull).count() != 1) {
      throw new InvalidRequestException("deliver", "must have exactly one of to, queue and url");
    }
    if (to != null) {
      return DestinationNames.endpoint("deliver.to", to);
    }
    if (queue != null) {
      return DestinationNames.queue("deliver.queue", queue);
    }
    String address = Objects.requireNonNull(url);
    String broken = limits.inlineUrls().brokenBy(address);
    if (broken != null) {
      throw new InvalidRequestException("deliver.url", broken);
    }
    return new Destination.Url(address);
  }
}
