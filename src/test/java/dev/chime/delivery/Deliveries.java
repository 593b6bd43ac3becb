package dev.chime.delivery;

import dev.chime.timer.Destination;
import dev.chime.timer.Due;
import dev.chime.timer.Namespace;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerDraft;
import dev.chime.timer.TimerId;
import java.time.Instant;
import java.util.Map;

/** Deliveries as tests need them. */
public final class Deliveries {

  /** A queue. */
  public static final Lane LANE = new Lane(Namespace.DEFAULT, new Destination.Queue("emails"));

  private Deliveries() {}

  /** A timer of this lane that has elapsed at this time, without being late. */
  public static Timer elapsed(Lane lane, String id, Instant at) {
    return Timer.create(
            new TimerId(lane.namespace(), id),
            new TimerDraft(new Due.At(at), null, null, Map.of(), lane.destination()),
            at.minusSeconds(1))
        .outcomeAt(at);
  }
}
