package dev.chime.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reserves jobs of beanstalkd, and deletes them. Several at once go through a pipeline. */
final class BeanstalkWorker implements QueueWorker {

  private static final int TIME_TO_RUN = 30;

  private final Link link;

  BeanstalkWorker(int port) throws IOException {
    link = new Link(port);
  }

  /** Puts work into the queue. */
  static void fill(int port, List<String> work) throws IOException {
    try (Link link = new Link(port)) {
      for (String each : work) {
        link.write("put 0 0 " + TIME_TO_RUN + " " + each.length() + "\r\n" + each + "\r\n");
        link.flush();
        expect(link.line(), "INSERTED");
      }
    }
  }

  @Override
  public int work(int max) throws IOException {
    link.write(("reserve-with-timeout " + (max == 1 ? 1 : 0) + "\r\n").repeat(max));
    link.flush();
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < max; i++) {
      String[] answer = link.line().split(" ", -1);
      if (answer[0].equals("RESERVED")) {
        ids.add(answer[1]);
        link.text(Integer.parseInt(answer[2]) + 2);
      } else {
        expect(answer[0], "TIMED_OUT");
      }
    }
    for (String id : ids) {
      link.write("delete " + id + "\r\n");
    }
    link.flush();
    for (int i = 0; i < ids.size(); i++) {
      expect(link.line(), "DELETED");
    }
    return ids.size();
  }

  private static void expect(String answer, String word) {
    if (!answer.startsWith(word)) {
      throw new IllegalStateException(answer);
    }
  }

  @Override
  public void close() throws IOException {
    link.close();
  }
}
