package dev.chime.bench;

import dev.chime.async.Driver;
import dev.chime.async.Executor;
import dev.chime.async.JoinHandle;
import dev.chime.async.Shard;
import dev.chime.async.Spawner;
import dev.chime.async.Unit;
import dev.chime.async.time.TimerDriver;
import dev.chime.async.time.TimerFuture;
import dev.chime.async.time.VirtualTicker;
import dev.chime.async.time.WheelTimerDriver;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import org.openjdk.jol.info.ClassLayout;

/** One JVM's part of {@link HeapPerTimer}. Argument: the number of tasks. */
final class HeapProbe {

  private static final PrintStream OUT = System.out;
  private static final String OURS = "dev.chime.";
  private static final int BATCH = 100; // few, so that no queue grows by it
  private static final int MINUTES = 10;

  private HeapProbe() {}

  /** Runs the probe. */
  public static void main(String[] arguments) throws InterruptedException, IllegalAccessException {
    int count = Integer.parseInt(arguments[0]);
    WheelTimerDriver driver = new WheelTimerDriver(VirtualTicker.paused(0));
    try (Executor executor = Executor.builder().capacity(count + 1).driver(driver::attach).build();
        Spawner spawner = executor.spawner()) {
      executor.start();
      TimerFuture timer = timer(driver, MINUTES * 60_000);
      JoinHandle<Unit> task = spawner.spawn(timer);
      Footprint before = Footprint.settled();
      Xorshift random = new Xorshift();
      for (int i = 0; i < count; i++) {
        var _ = spawner.spawn(timer(driver, 1 + random.below(MINUTES * 60_000)));
        if (i % BATCH == 0) {
          awaitPolls(executor, i);
        }
      }
      awaitPolls(executor, count);
      Footprint all = Footprint.settled().minus(before);
      OUT.printf(
          "%,d pending tasks, each with its timer: %.1f bytes of heap each (%s)%n",
          count, (double) all.heap() / count, Machine.flags());
      printParts(task, timer);
    }
  }

  private static TimerFuture timer(TimerDriver driver, int millis) {
    return TimerFuture.after(driver, Duration.ofMillis(millis));
  }

  private static void awaitPolls(Executor executor, int polls) throws InterruptedException {
    while (executor.stats().getFirst().polled() < polls) {
      Thread.sleep(0, 10_000);
    }
  }

  /** The task, its timer future, and what of ours that future has to itself. */
  private static void printParts(Object task, TimerFuture timer) throws IllegalAccessException {
    OUT.println(ClassLayout.parseInstance(task).toPrintable());
    OUT.println(ClassLayout.parseInstance(timer).toPrintable());
    for (Class<?> type = timer.getClass(); type != null; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
          field.setAccessible(true);
          printPart(field.get(timer));
        }
      }
    }
  }

  private static void printPart(Object part) {
    boolean shared =
        part instanceof Shard
            || part instanceof Driver
            || part instanceof TimerDriver
            || part instanceof JoinHandle;
    if (part != null && part.getClass().getName().startsWith(OURS) && !shared) {
      OUT.println(ClassLayout.parseInstance(part).toPrintable());
    }
  }
}
