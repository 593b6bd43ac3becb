package dev.chime.web;

import dev.chime.delivery.DeliveryId;
import dev.chime.timer.Namespace;
import dev.chime.web.problem.InvalidRequestException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses the ids of deliveries, and the tokens of their leases, in requests. */
final class DeliveryIds {

  private static final Pattern ID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,64}");

  private DeliveryIds() {}

  /** Returns the id of a delivery that may exist. */
  static DeliveryId parse(Namespace namespace, @Nullable String id) {
    if (id == null || !ID.matcher(id).matches()) {
      throw new InvalidRequestException("id", "must be a UUID, in lower case");
    }
    return new DeliveryId(namespace, id);
  }

  /** Returns a token that may be that of a lease. */
  static String token(@Nullable String token) {
    if (token == null || !TOKEN.matcher(token).matches()) {
      throw new InvalidRequestException("token", "must be the one that came with the delivery");
    }
    return token;
  }
}
