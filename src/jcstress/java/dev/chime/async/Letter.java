package dev.chime.async;

/** A message with a name, to tell which arrived and in what order. */
final class Letter extends Message {

  /** More than any test sends: a chain that goes on so long goes in circles. */
  private static final int MANY = 9;

  private final char name;

  Letter(char name) {
    this.name = name;
  }

  @Override
  protected void receive() {}

  /** The names of all that lies in the inbox, in the order in which it comes out. */
  static String drain(Inbox inbox) {
    StringBuilder names = new StringBuilder();
    Message message = inbox.drain();
    while (message != null && names.length() < MANY) {
      names.append(((Letter) message).name);
      message = message.next;
    }
    return names.toString();
  }
}
