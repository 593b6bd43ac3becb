package dev.chime.bench;

import java.util.concurrent.SynchronousQueue;

/** A rally of two threads over two synchronous queues, one for each direction. */
final class QueueRally implements Rally {

  private final Thread.Builder threads;
  private final SynchronousQueue<Integer> forth = new SynchronousQueue<>();
  private final SynchronousQueue<Integer> back = new SynchronousQueue<>();

  QueueRally(Thread.Builder threads) {
    this.threads = threads;
  }

  @Override
  public void play(int strokes) throws InterruptedException {
    int rounds = strokes / 2;
    Thread receiver = threads.start(() -> returnAll(rounds));
    Thread server = threads.start(() -> serveAll(rounds));
    server.join();
    receiver.join();
  }

  private void serveAll(int rounds) {
    try {
      for (int i = 0; i < rounds; i++) {
        forth.put(1);
        back.take();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void returnAll(int rounds) {
    try {
      for (int i = 0; i < rounds; i++) {
        back.put(forth.take());
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
