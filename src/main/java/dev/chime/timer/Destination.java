package dev.chime.timer;

/**
 * Where a timer is delivered when it elapses. Texts of destinations are unique: they are stored,
 * and they name the {@linkplain dev.chime.timer.Timer#destination() destination} in queries.
 */
public sealed interface Destination {

  /** The rule for names of endpoints and queues, in words. */
  String RULE = "must be 1 to 63 of A-Z a-z 0-9 . _ -";

  /** This as a text, which {@link #parse} converts back. */
  String text();

  /**
   * An endpoint of the namespace, which is called.
   *
   * @param name its name: 1 to 63 characters of {@code A-Z a-z 0-9 . _ -}
   */
  record Endpoint(String name) implements Destination {

    private static final String PREFIX = "to:";

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if it breaks the rule
     */
    public Endpoint {
      Names.checkDestination(name);
    }

    @Override
    public String text() {
      return PREFIX + name;
    }
  }

  /**
   * A queue of the namespace, from which workers claim.
   *
   * @param name its name: 1 to 63 characters of {@code A-Z a-z 0-9 . _ -}
   */
  record Queue(String name) implements Destination {

    private static final String PREFIX = "queue:";

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if it breaks the rule
     */
    public Queue {
      Names.checkDestination(name);
    }

    @Override
    public String text() {
      return PREFIX + name;
    }
  }

  /**
   * An address of the timer's own, which is called.
   *
   * @param url the address
   */
  record Url(String url) implements Destination {

    private static final String PREFIX = "url:";

    @Override
    public String text() {
      return PREFIX + url;
    }
  }

  /**
   * The destination with this text.
   *
   * @throws IllegalArgumentException if there is no such destination
   */
  static Destination parse(String text) {
    if (text.startsWith(Endpoint.PREFIX)) {
      return new Endpoint(text.substring(Endpoint.PREFIX.length()));
    }
    if (text.startsWith(Queue.PREFIX)) {
      return new Queue(text.substring(Queue.PREFIX.length()));
    }
    if (text.startsWith(Url.PREFIX)) {
      return new Url(text.substring(Url.PREFIX.length()));
    }
    throw new IllegalArgumentException("not a destination: " + text);
  }
}
