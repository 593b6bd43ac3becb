package dev.chime.async.time;

import dev.chime.async.Driver;

/** A driver that passes everything on; tests listen in by overriding. */
class ForwardingDriver implements Driver {

  private final Driver driver;

  ForwardingDriver(Driver driver) {
    this.driver = driver;
  }

  @Override
  public int turn(int budget) {
    return driver.turn(budget);
  }

  @Override
  public long nextEvent() {
    return driver.nextEvent();
  }

  @Override
  public void park(long event) {
    driver.park(event);
  }
}
