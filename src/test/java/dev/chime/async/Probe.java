package dev.chime.async;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A future in a test's hand: ready when told to be, and it counts what is done to it. */
public final class Probe<T> implements Future<T> {

  private final AtomicInteger polls = new AtomicInteger();
  private final AtomicInteger drops = new AtomicInteger();
  private volatile @Nullable Waker waker;
  private volatile Poll<T> answer = Poll.pending();
  private volatile @Nullable RuntimeException failure;

  /** A probe that is ready already. */
  public static <T> Probe<T> ready(T value) {
    Probe<T> probe = new Probe<>();
    probe.answer = Poll.ready(value);
    return probe;
  }

  /** A probe whose polls throw. */
  public static <T> Probe<T> failing(RuntimeException failure) {
    Probe<T> probe = new Probe<>();
    probe.failure = failure;
    return probe;
  }

  @Override
  public Poll<T> poll(Context context) {
    polls.incrementAndGet();
    waker = context.waker();
    if (failure != null) {
      throw failure;
    }
    return answer;
  }

  @Override
  public void drop() {
    drops.incrementAndGet();
  }

  /** Makes it ready and wakes whoever polled it last. */
  public void complete(T value) {
    answer = Poll.ready(value);
    wake();
  }

  /** Makes its polls throw and wakes whoever polled it last. */
  public void fail(RuntimeException cause) {
    failure = cause;
    wake();
  }

  /** Wakes whoever polled it last, ready or not. */
  public void wake() {
    Waker latest = waker;
    if (latest != null) {
      latest.wake();
    }
  }

  public int polls() {
    return polls.get();
  }

  public int drops() {
    return drops.get();
  }
}
