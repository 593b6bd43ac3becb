package dev.chime.async;

import java.util.ArrayList;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/**
 * The inbox is linearizable: with any number of senders and its one owner it does what a queue
 * under a lock would do that is emptied all at once. Hence nothing is lost, doubled or out of
 * order.
 */
public class InboxLincheckTest {

  private final Inbox inbox = new Inbox();

  @Operation
  public void push(@Param(gen = IntGen.class) int number) {
    inbox.push(new Numbered(number));
  }

  @Operation(nonParallelGroup = "owner")
  public List<Integer> drain() {
    List<Integer> numbers = new ArrayList<>();
    for (Message message = inbox.drain(); message != null; message = message.next) {
      numbers.add(((Numbered) message).number);
    }
    return numbers;
  }

  @Operation
  public boolean isEmpty() {
    return inbox.isEmpty();
  }

  @Test
  void isLinearizableOnEverySchedule() {
    bounded(new ModelCheckingOptions()).invocationsPerIteration(500).check(getClass());
  }

  @Test
  void isLinearizableUnderStress() {
    bounded(new StressOptions()).invocationsPerIteration(2_000).check(getClass());
  }

  private static <T extends Options<T, ?>> T bounded(T options) {
    return options
        .sequentialSpecification(Queue.class)
        .iterations(10)
        .threads(3)
        .actorsPerThread(3);
  }

  private static final class Numbered extends Message {
    private final int number;

    Numbered(int number) {
      this.number = number;
    }

    @Override
    protected void receive() {}
  }

  /** What the inbox is compared with. */
  public static final class Queue {
    private List<Integer> numbers = new ArrayList<>();

    public void push(int number) {
      numbers.add(number);
    }

    public List<Integer> drain() {
      List<Integer> drained = numbers;
      numbers = new ArrayList<>();
      return drained;
    }

    public boolean isEmpty() {
      return numbers.isEmpty();
    }
  }
}
