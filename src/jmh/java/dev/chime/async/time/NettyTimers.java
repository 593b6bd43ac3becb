package dev.chime.async.time;

import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import io.netty.util.TimerTask;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Netty's {@link HashedWheelTimer}. Arming and cancelling only put something into a queue, which is
 * the caller's part and all that is measured; its worker thread does the rest on another core. It
 * is given ticks of a millisecond, and enough of them that no timer has to wait for a second round.
 */
final class NettyTimers implements Timers {

  private final HashedWheelTimer timer;
  private final Timeout[] timeouts;
  private final TimerTask onFire;

  NettyTimers(Load load) {
    timer =
        new HashedWheelTimer(
            Executors.defaultThreadFactory(),
            1,
            TimeUnit.MILLISECONDS,
            load.spreadMillis(), // rounded up to a power of two
            false);
    timer.start();
    timeouts = new Timeout[load.places()];
    onFire = timeout -> load.onFire().run();
  }

  @Override
  public void arm(int place, long delayMillis) {
    timeouts[place] = timer.newTimeout(onFire, delayMillis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void cancel(int place) {
    timeouts[place].cancel();
  }

  @Override
  public void close() {
    timer.stop();
  }
}
