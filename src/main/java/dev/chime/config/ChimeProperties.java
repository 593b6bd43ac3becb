package dev.chime.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The properties under {@code chime}, except those for access ({@link AccessProperties}).
 *
 * @param executor the async runtime
 * @param longPoll waiting requests
 * @param http limits for connections
 * @param payload the payload of a timer
 * @param batch batches of timers
 * @param retention how long outcomes stay readable
 * @param data the folder of the embedded database
 * @param store limits of the store
 * @param events streams of events
 * @param node the name of this node among those that share a database; random if it is not given
 * @param lookahead how far ahead timers are held in memory
 * @param sweepInterval how often each of several nodes looks for overdue timers
 * @param overdueAfter how late a timer may be before it is logged and counted as a fault
 * @param expectedNodes how many nodes there should be; only alerts depend on it
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
    @DefaultValue("10s") Duration overdueAfter,
    @DefaultValue("1") int expectedNodes) {

  /** Validates the values. */
  public ChimeProperties {
    node = node.isBlank() ? UUID.randomUUID().toString() : node;
    toFolder("chime.data", data);
    requirePositive("chime.retention", retention);
    requirePositive("chime.lookahead", lookahead);
    requirePositive("chime.sweep-interval", sweepInterval);
    requirePositive("chime.overdue-after", overdueAfter);
    if (expectedNodes < 1) {
      throw new IllegalArgumentException("chime.expected-nodes must be at least 1");
    }
  }

  /** The folder of the embedded database: the configured name, taken literally. */
  Path dataFolder() {
    return toFolder("chime.data", data);
  }

  /** Converts the name here, because Spring would also take it for a URL or a class path entry. */
  static Path toFolder(String property, String name) {
    if (name.isBlank()) {
      throw new IllegalArgumentException(property + " must name a folder");
    }
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(property + " must name a folder: " + e.getMessage());
    }
  }

  /**
   * The async runtime.
   *
   * @param shards the number of threads that poll tasks; 0 means half the processors
   * @param capacity the most tasks at a time: armed timers and parked requests; over it {@code 503}
   */
  public record Executor(@DefaultValue("0") int shards, @DefaultValue("1000000") int capacity) {

    /** Validates the values. */
    public Executor {
      if (shards < 0 || shards > 1024) {
        throw new IllegalArgumentException("chime.executor.shards must be from 0 to 1024");
      }
      if (capacity < 1) {
        throw new IllegalArgumentException("chime.executor.capacity must be at least 1");
      }
    }

    /** The configured number of shards, or the default: half the processors, but at least 1. */
    int shardsOrDefault() {
      return shards > 0 ? shards : Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }
  }

  /**
   * Waiting requests.
   *
   * @param defaultWait the wait of a request that does not give one
   * @param maxWait the longest wait
   * @param jitter the part of a wait by which its end is spread, from 0 to 0.5
   * @param maxParked the most waiting requests, streams of events included; over it {@code 503}
   */
  public record LongPoll(
      @DefaultValue("30s") Duration defaultWait,
      @DefaultValue("60s") Duration maxWait,
      @DefaultValue("0.06") double jitter,
      @DefaultValue("20000") int maxParked) {

    /** Validates the values. */
    public LongPoll {
      requirePositive("chime.long-poll.default-wait", defaultWait);
      requirePositive("chime.long-poll.max-wait", maxWait);
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
   * Limits for connections.
   *
   * @param maxConnections the most connections; no more are accepted until some are closed
   * @param idleTimeout how long a connection may be silent, unless it waits for a response
   * @param headerTimeout how long the headers of a request may take to arrive
   * @param minBodyRate the lowest rate at which a body may arrive, in bytes per second
   */
  public record Http(
      @DefaultValue("100000") int maxConnections,
      @DefaultValue("30s") Duration idleTimeout,
      @DefaultValue("20s") Duration headerTimeout,
      @DefaultValue("200") long minBodyRate) {

    /** Validates the values. */
    public Http {
      if (maxConnections < 1 || minBodyRate < 0) {
        throw new IllegalArgumentException("chime.http must have limits above 0");
      }
      requirePositive("chime.http.idle-timeout", idleTimeout);
      requirePositive("chime.http.header-timeout", headerTimeout);
    }
  }

  /**
   * The payload of a timer.
   *
   * @param maxSize the largest payload: JSON in UTF-8
   */
  public record Payload(@DefaultValue("64KB") DataSize maxSize) {

    private static final DataSize LIMIT = DataSize.ofKilobytes(64); // bodies are not read further

    /** Validates the values. */
    public Payload {
      if (maxSize.toBytes() < 1 || maxSize.compareTo(LIMIT) > 0) {
        throw new IllegalArgumentException("chime.payload.max-size must be from 1B to 64KB");
      }
    }
  }

  /**
   * Batches: many timers in one request.
   *
   * @param maxSize the largest batch
   */
  public record Batch(@DefaultValue("8MB") DataSize maxSize) {

    /** Validates the values. */
    public Batch {
      if (maxSize.toBytes() < 1 || maxSize.compareTo(DataSize.ofMegabytes(256)) > 0) {
        throw new IllegalArgumentException("chime.batch.max-size must be from 1B to 256MB");
      }
    }
  }

  /**
   * Limits of the store.
   *
   * @param maxPending the most pending timers; over it {@code 429}
   * @param maxSize the largest size of the embedded database; over it {@code 507}; 0 means no limit
   *     but the disk's
   * @param queue the most requests that wait to be written; over it {@code 503}
   */
  public record Store(
      @DefaultValue("100000000") long maxPending,
      @DefaultValue("0B") DataSize maxSize,
      @DefaultValue("16384") int queue) {

    /** Validates the values. */
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
   * Streams of events, and the events that are kept in memory so that streams can resume.
   *
   * @param maxCount the most events in memory
   * @param maxSize the most memory that they take, approximately
   * @param heartbeat the longest silence on a stream
   */
  public record Events(
      @DefaultValue("10000") int maxCount,
      @DefaultValue("16MB") DataSize maxSize,
      @DefaultValue("15s") Duration heartbeat) {

    /** Validates the values. */
    public Events {
      if (maxCount < 1 || maxCount > 10_000_000) {
        throw new IllegalArgumentException("chime.events.max-count must be from 1 to 10000000");
      }
      if (maxSize.toBytes() < 1) {
        throw new IllegalArgumentException("chime.events.max-size must be positive");
      }
      requirePositive("chime.events.heartbeat", heartbeat);
    }
  }

  private static void requirePositive(String name, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(name + " must be positive, not " + value);
    }
  }
}
