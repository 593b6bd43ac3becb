package dev.chime.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What can be configured under {@code chime}.
 *
 * @param executor the async runtime
 * @param longPoll requests that wait
 * @param http what clients may hold
 * @param payload what timers carry
 * @param batch many timers in one request
 * @param retention how long outcomes stay readable
 * @param data the folder that timers are kept in
 * @param store how much is kept
 * @param events how much of what has happened is kept for streams to resume
 * @param node what to tell this process from others by that share its store; made up if not given
 * @param lookahead how far ahead timers are held in memory
 * @param sweepInterval how often each of several nodes looks for timers that are overdue
 * @param overdueAfter how late a timer may be before that is logged and counted as a fault
 */
@ConfigurationProperties("chime")
public record ChimeProperties(
    @DefaultValue Executor executor,
    @DefaultValue LongPoll longPoll,
    @DefaultValue Http http,
    @DefaultValue Payload payload,
    @DefaultValue Batch batch,
    @DefaultValue("24h") Duration retention,
    @DefaultValue("data") String data,
    @DefaultValue Store store,
    @DefaultValue Events events,
    @DefaultValue("") String node,
    @DefaultValue("5m") Duration lookahead,
    @DefaultValue("100ms") Duration sweepInterval,
    @DefaultValue("10s") Duration overdueAfter) {

  /** Checks what would not make sense. */
  public ChimeProperties {
    node = node.isBlank() ? UUID.randomUUID().toString() : node;
    folder(data);
    positive("chime.retention", retention);
    positive("chime.lookahead", lookahead);
    positive("chime.sweep-interval", sweepInterval);
    positive("chime.overdue-after", overdueAfter);
  }

  /** The folder that timers are kept in: literally what was said. */
  Path dataFolder() {
    return folder(data);
  }

  /** Spring's own reading of paths would look for URLs, and in the class path. */
  private static Path folder(String name) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("chime.data must name a folder");
    }
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("chime.data must name a folder: " + e.getMessage());
    }
  }

  /**
   * The async runtime.
   *
   * @param shards threads that poll tasks; 0 for half as many as there are processors
   * @param capacity the most tasks at a time: armed timers and parked requests; over it {@code 503}
   */
  public record Executor(@DefaultValue("0") int shards, @DefaultValue("1000000") int capacity) {

    /** Checks what would not make sense. */
    public Executor {
      if (shards < 0 || shards > 1024) {
        throw new IllegalArgumentException("chime.executor.shards must be from 0 to 1024");
      }
      if (capacity < 1) {
        throw new IllegalArgumentException("chime.executor.capacity must be at least 1");
      }
    }

    /** The number of shards, also where it is left open. */
    int shardsOrDefault() {
      return shards > 0 ? shards : Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }
  }

  /**
   * Requests that wait.
   *
   * @param defaultWait how long a request waits that does not say
   * @param maxWait the longest that a request may wait
   * @param jitter the part of a wait by which its end is spread
   * @param maxParked the most requests that wait at a time, in all; over it {@code 503}
   */
  public record LongPoll(
      @DefaultValue("30s") Duration defaultWait,
      @DefaultValue("60s") Duration maxWait,
      @DefaultValue("0.06") double jitter,
      @DefaultValue("20000") int maxParked) {

    /** Checks what would not make sense. */
    public LongPoll {
      positive("chime.long-poll.default-wait", defaultWait);
      positive("chime.long-poll.max-wait", maxWait);
      if (defaultWait.compareTo(maxWait) > 0) {
        throw new IllegalArgumentException(
            "chime.long-poll.default-wait must not exceed chime.long-poll.max-wait");
      }
      if (maxParked < 1) {
        throw new IllegalArgumentException("chime.long-poll.max-parked must be at least 1");
      }
      if (!(jitter >= 0 && jitter <= 0.5)) {
        throw new IllegalArgumentException("chime.long-poll.jitter must be from 0 to 0.5");
      }
    }
  }

  /**
   * What clients may hold.
   *
   * @param maxConnections the most connections; no more are accepted until some are closed
   * @param idleTimeout how long a connection may say nothing, unless it waits for an answer
   * @param headerTimeout how long the headers of a request may take to arrive
   * @param minBodyRate the least bytes a second at which a body has to arrive
   */
  public record Http(
      @DefaultValue("100000") int maxConnections,
      @DefaultValue("30s") Duration idleTimeout,
      @DefaultValue("20s") Duration headerTimeout,
      @DefaultValue("200") long minBodyRate) {

    /** Checks what would not make sense. */
    public Http {
      if (maxConnections < 1 || minBodyRate < 0) {
        throw new IllegalArgumentException("chime.http must have limits above 0");
      }
      positive("chime.http.idle-timeout", idleTimeout);
      positive("chime.http.header-timeout", headerTimeout);
    }
  }

  /**
   * What timers carry.
   *
   * @param maxSize the most JSON, in UTF-8
   */
  public record Payload(@DefaultValue("64KB") DataSize maxSize) {

    private static final DataSize MOST = DataSize.ofKilobytes(64); // bodies are not read further

    /** Checks what would not make sense. */
    public Payload {
      if (maxSize.toBytes() < 1 || maxSize.compareTo(MOST) > 0) {
        throw new IllegalArgumentException("chime.payload.max-size must be from 1B to 64KB");
      }
    }
  }

  /**
   * Many timers in one request.
   *
   * @param maxSize the most bytes of a batch
   */
  public record Batch(@DefaultValue("8MB") DataSize maxSize) {

    /** Checks what would not make sense. */
    public Batch {
      if (maxSize.toBytes() < 1 || maxSize.compareTo(DataSize.ofMegabytes(256)) > 0) {
        throw new IllegalArgumentException("chime.batch.max-size must be from 1B to 256MB");
      }
    }
  }

  /**
   * How much is kept.
   *
   * @param maxPending the most pending timers; over it {@code 429}
   * @param maxSize the most that the database's file may grow to, over it {@code 507}; 0 for no
   *     limit but the disk's
   * @param queue the most requests that wait to be written; over it {@code 503}
   */
  public record Store(
      @DefaultValue("100000000") long maxPending,
      @DefaultValue("0B") DataSize maxSize,
      @DefaultValue("16384") int queue) {

    /** Checks what would not make sense. */
    public Store {
      if (maxPending < 1) {
        throw new IllegalArgumentException("chime.store.max-pending must be at least 1");
      }
      if (maxSize.isNegative()) {
        throw new IllegalArgumentException("chime.store.max-size must not be negative");
      }
      if (queue < 16) {
        throw new IllegalArgumentException("chime.store.queue must be at least 16");
      }
    }
  }

  /**
   * How much of what has happened is kept in memory for streams to resume.
   *
   * @param maxCount the most events
   * @param maxSize about the most memory that they take
   * @param heartbeat the longest silence on a stream
   */
  public record Events(
      @DefaultValue("10000") int maxCount,
      @DefaultValue("16MB") DataSize maxSize,
      @DefaultValue("15s") Duration heartbeat) {

    /** Checks what would not make sense. */
    public Events {
      if (maxCount < 1 || maxCount > 10_000_000) {
        throw new IllegalArgumentException("chime.events.max-count must be from 1 to 10000000");
      }
      if (maxSize.toBytes() < 1) {
        throw new IllegalArgumentException("chime.events.max-size must be positive");
      }
      positive("chime.events.heartbeat", heartbeat);
    }
  }

  private static void positive(String name, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(name + " must be positive, not " + value);
    }
  }
}
