package dev.chime.delivery;

/** The states of a delivery. */
public enum DeliveryState {
  /** It is to be carried out, now or later. */
  PENDING,
  /** Somebody is carrying it out. When the lease ends it is pending again. */
  LEASED,
  /** It was carried out. */
  DELIVERED,
  /** It was given up. */
  DEAD;

  /** Whether it has come to its end. */
  public boolean isFinal() {
    return this == DELIVERED || this == DEAD;
  }
}
