package dev.chime.delivery;

/** Whether an endpoint is called. */
public enum EndpointState {
  /** It is called. */
  ACTIVE,
  /** Somebody holds its deliveries back. */
  PAUSED,
  /** It has answered that it is gone ({@code 410}). Its deliveries are held back. */
  DISABLED
}
