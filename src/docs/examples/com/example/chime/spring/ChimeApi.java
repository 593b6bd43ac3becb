package com.example.chime.spring;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.DeleteExchange;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;
import org.springframework.web.service.annotation.PutExchange;

/** Calls of Chime, which Spring makes an implementation of: see {@link ChimeClient#api}. */
@HttpExchange
public interface ChimeApi {

  /** Creates a timer; the same key, the same timer. */
  @PostExchange("/timers")
  Timer create(@RequestBody NewTimer timer, @RequestHeader("Idempotency-Key") String key);

  /** Creates a timer under an id of yours, which is as good as a key. */
  @PutExchange("/timers/{id}")
  Timer put(@PathVariable String id, @RequestBody NewTimer timer);

  /** Answers when the timer has its outcome, or when the wait ends. */
  @GetExchange("/timers/{id}")
  Timer get(@PathVariable String id, @RequestParam String wait);

  /** Cancels a timer; it, with the outcome that it has: ELAPSED, if that came first. */
  @DeleteExchange("/timers/{id}")
  Timer cancel(@PathVariable String id);

  /** Leases deliveries; none, when the wait ends. */
  @PostExchange("/queues/{queue}/claim")
  Claimed claim(
      @PathVariable String queue,
      @RequestParam int max,
      @RequestParam String lease,
      @RequestParam String wait);

  /** Has a lease end later. */
  @PostExchange("/deliveries/{id}/extend")
  void extend(@PathVariable String id, @RequestBody Extension extension);

  /** Ends a delivery: its work is done. */
  @PostExchange("/deliveries/{id}/ack")
  void ack(@PathVariable String id, @RequestBody Token token);

  /** Gives a delivery back. */
  @PostExchange("/deliveries/{id}/nack")
  void nack(@PathVariable String id, @RequestBody Return giveBack);

  /** A timer to be. The payload is whatever becomes JSON. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record NewTimer(
      String delay, Instant at, Object payload, Map<String, String> labels, Deliver deliver) {

    /** One that elapses after so long, such as {@code 15m}. */
    public static NewTimer in(String delay, Object payload) {
      return new NewTimer(delay, null, payload, Map.of(), null);
    }

    /** The same, with these labels. */
    public NewTimer labelled(Map<String, String> more) {
      return new NewTimer(delay, at, payload, more, deliver);
    }

    /** The same, delivered to this queue. */
    public NewTimer toQueue(String queue) {
      return new NewTimer(delay, at, payload, labels, new Deliver(queue, null));
    }
  }

  /** Where a timer is delivered: a queue, or an endpoint ({@code to}). */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Deliver(String queue, String to) {}

  /** A timer. Fields that later versions of Chime may add are no harm. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Timer(
      String id,
      State state,
      Instant deadline,
      Object payload,
      Map<String, String> labels,
      int version) {

    /** Whether it has its outcome, which will never change. */
    public boolean hasOutcome() {
      return state != State.PENDING;
    }
  }

  /** How a timer stands. */
  enum State {
    PENDING,
    ELAPSED,
    CANCELLED,
    SKIPPED
  }

  /** What a claim has got. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Claimed(List<Delivery> deliveries) {}

  /** Work that is leased to the holder of the token. The id is the same at each attempt. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Delivery(String id, String token, int attempt, Timer timer) {}

  /** That the caller is the one who has leased it. */
  record Token(String token) {}

  /** The same, and until when the lease is to be: so long from now. */
  record Extension(String token, String lease) {}

  /** The same, and after how long somebody may try again. */
  record Return(String token, String delay) {}
}
