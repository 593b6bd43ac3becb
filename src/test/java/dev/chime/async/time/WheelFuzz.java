package dev.chime.async.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** A wheel at random beside a sorted multiset that says what it has to do. */
final class WheelFuzz {

  /** The last tick that is not {@link TimerWheel#NEVER}. */
  private static final long LAST = Long.MAX_VALUE - 1;

  private static final int CROWD = 3_000;

  private final RandomGenerator random;
  private final int checkEvery;
  private final TimerWheel wheel;
  private final WheelInspector inspector;
  private final List<WheelTimer> waiting = new ArrayList<>();
  private final TreeMap<Long, Integer> dues = new TreeMap<>();
  private long tick;
  private long lastDue;
  private long fired;

  WheelFuzz(RandomGenerator random, long start, int checkEvery) {
    this.random = random;
    this.checkEvery = checkEvery;
    wheel = new TimerWheel(start);
    inspector = new WheelInspector(wheel);
    tick = start;
    lastDue = start;
  }

  /** Does random things, then lets everything that is left fire. Answers how many timers fired. */
  long run(int operations) {
    for (int i = 0; i < operations; i++) {
      operate();
      if (i % checkEvery == 0) {
        inspector.check();
      }
    }
    while (!waiting.isEmpty()) {
      advance(wheel.nextTick(), Integer.MAX_VALUE);
    }
    inspector.check();
    assertThat(wheel.nextTick()).isEqualTo(TimerWheel.NEVER);
    return fired;
  }

  private void operate() {
    switch (random.nextInt(10)) {
      case 0, 1, 2, 3 -> insertAny();
      case 4, 5 -> removeAny();
      case 6 -> reinsertAny();
      case 7 -> {
        if (random.nextInt(4) == 0) { // a clock that goes backwards
          advance(Math.max(0, tick - distance()), 1 + random.nextInt(8));
        } else {
          advance(saturatedSum(tick, distance()), 1 + random.nextInt(8));
        }
      }
      case 8 -> {
        advance(saturatedSum(tick, distance() >>> 6), Integer.MAX_VALUE);
        wheel.sweep(random.nextInt(1_000));
      }
      default -> {
        if (!waiting.isEmpty()) {
          advance(Math.max(tick, wheel.nextTick()), 1 + random.nextInt(100));
        }
      }
    }
    checkNextTick();
  }

  private void advance(long target, int budget) {
    tick = Math.max(tick, target);
    long before = fired;
    inspector.advancing(target);
    int used = wheel.advance(target, budget, this::fire);

    assertThat(used).isBetween(0, budget);
    assertThat(fired - before).isLessThanOrEqualTo(used);
    if (used < budget && !dues.isEmpty() && dues.firstKey() <= target) {
      throw new AssertionError("due at " + dues.firstKey() + ", not fired by " + target);
    }
  }

  private void fire(WheelEntry entry) {
    WheelTimer timer = (WheelTimer) entry;
    if (!timer.fire()) {
      throw new AssertionError(timer + " is out of use");
    }
    if (timer.due > tick || inspector.now() != timer.due || timer.due < lastDue) {
      throw new AssertionError(
          timer + " fired at " + inspector.now() + " of " + tick + ", after one due at " + lastDue);
    }
    if (dues.firstKey() != timer.due) {
      throw new AssertionError(timer + " fired out of turn, before " + dues.firstKey());
    }
    lastDue = timer.due;
    fired++;
    forget(timer);
    switch (random.nextInt(16)) {
      case 0 -> insertAny();
      case 1 -> removeAny();
      case 2 -> reinsertAny();
      case 3 -> insert(new WheelTimer(wheel, tick)); // due in this very advance
      default -> {}
    }
  }

  private void insertAny() {
    if (waiting.size() < CROWD) {
      long past = random.nextInt(20) == 0 ? random.nextInt(1_000) : 0;
      insert(new WheelTimer(wheel, Math.max(0, saturatedSum(tick, distance()) - past)));
    }
  }

  private void removeAny() {
    if (!waiting.isEmpty()) {
      WheelTimer timer = waiting.get(random.nextInt(waiting.size()));
      timer.drop();
      forget(timer);
    }
  }

  private void reinsertAny() {
    if (!waiting.isEmpty()) {
      WheelTimer timer = waiting.get(random.nextInt(waiting.size()));
      timer.drop();
      forget(timer);
      insert(new WheelTimer(wheel, timer.deadline));
    }
  }

  private void insert(WheelTimer timer) {
    timer.due = Math.max(timer.deadline, inspector.now());
    timer.place = waiting.size();
    waiting.add(timer);
    dues.merge(timer.due, 1, Integer::sum);
    timer.insert();
  }

  private void forget(WheelTimer timer) {
    WheelTimer last = waiting.removeLast();
    if (last != timer) {
      waiting.set(timer.place, last);
      last.place = timer.place;
    }
    dues.computeIfPresent(timer.due, (due, count) -> count == 1 ? null : count - 1);
  }

  private void checkNextTick() {
    long next = wheel.nextTick();
    long expected = dues.isEmpty() ? TimerWheel.NEVER : dues.firstKey();
    boolean right = inspector.knowsNextTick() ? next == expected : next <= expected;
    if (!right || next < inspector.now() || (dues.isEmpty() != (next == TimerWheel.NEVER))) {
      throw new AssertionError("next tick is said to be " + next + ", but it is " + expected);
    }
    if (inspector.held() > 2 * CROWD + 2_000) {
      throw new AssertionError("dropped timers pile up: " + inspector.held() + " are held");
    }
    if (wheel.size() != waiting.size()) {
      throw new AssertionError("size " + wheel.size() + ", but it is " + waiting.size());
    }
  }

  /** From nothing to beyond the horizon, all magnitudes alike. */
  private long distance() {
    return random.nextLong() >>> (25 + random.nextInt(39));
  }

  private static long saturatedSum(long tick, long distance) {
    return distance > LAST - tick ? LAST : tick + distance;
  }
}
