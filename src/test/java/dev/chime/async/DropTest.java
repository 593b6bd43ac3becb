package dev.chime.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What is dropped passes it on to all it is made of. */
class DropTest {

  record Combinator(String name, Function<Future<Unit>, Future<?>> make) {
    @Override
    public String toString() {
      return name;
    }
  }

  static final List<Combinator> COMBINATORS =
      List.of(
          new Combinator("map", future -> future.map(unit -> 1)),
          new Combinator("then, first", future -> future.then(Future::ready)),
          new Combinator("then, second", future -> Future.ready(1).then(one -> future)),
          new Combinator("recover", future -> future.recover(failure -> Unit.UNIT)),
          new Combinator("onEnd", future -> future.onEnd(() -> {})),
          new Combinator("lazy", future -> Future.lazy(() -> future)),
          new Combinator("join, first", future -> future.join(Future.pending())),
          new Combinator("join, second", future -> Future.pending().join(future)),
          new Combinator("joinAll", future -> Future.joinAll(List.of(Future.pending(), future))),
          new Combinator("select, first", future -> future.select(Future.pending())),
          new Combinator("select, second", future -> Future.pending().select(future)));

  @FunctionalInterface
  interface Pairing {
    Future<?> of(Future<Unit> first, Future<Unit> second);
  }

  static final List<Pairing> PAIRINGS =
      List.of(
          Future::join, Future::select, (first, second) -> Future.joinAll(List.of(first, second)));

  private final CountingWaker waker = new CountingWaker();
  private final Probe<Unit> inner = new Probe<>();

  @ParameterizedTest
  @FieldSource("COMBINATORS")
  void reachesWhatIsInside(Combinator combinator) {
    Future<?> outer = combinator.make().apply(inner);
    assertThat(outer.poll(waker.context()).isReady()).isFalse();

    outer.drop();

    assertThat(inner.drops()).isOne();
  }

  @ParameterizedTest
  @FieldSource("COMBINATORS")
  void reachesWhatIsInsideOfACancelledTask(Combinator combinator) {
    ShardStats stats =
        OneShard.run(
            spawner -> {
              JoinHandle<?> handle = spawner.spawn(combinator.make().apply(inner));
              spawner.spawn(OneShard.call(handle::cancel));
            });

    assertThat(stats.cancelled()).isOne();
    assertThat(inner.drops()).isOne();
  }

  @Test
  void ofALazyFutureThatWasNeverPolledMakesNothing() {
    Future<Unit> lazy =
        Future.lazy(
            () -> {
              throw new AssertionError("made after all");
            });

    assertThatNoException().isThrownBy(lazy::drop);
  }

  @Test
  void sparesWhatIsDone() {
    Probe<Unit> done = Probe.ready(Unit.UNIT);
    Future<?> join = done.join(inner);
    assertThat(join.poll(waker.context()).isReady()).isFalse();

    join.drop();

    assertThat(done.drops()).isZero();
    assertThat(inner.drops()).isOne();
  }

  @Test
  void ofThenGoesToTheFutureThatIsUnderWay() {
    Probe<Unit> first = Probe.ready(Unit.UNIT);
    Future<Unit> then = first.then(unit -> inner);
    assertThat(then.poll(waker.context()).isReady()).isFalse();

    then.drop();

    assertThat(first.drops()).isZero();
    assertThat(inner.drops()).isOne();
  }

  /** As in the book's language, where a panic in one field's drop still drops the other fields. */
  @ParameterizedTest
  @FieldSource("PAIRINGS")
  void reachesTheOthersWhenOneThrows(Pairing pairing) {
    ArithmeticException thrown = new ArithmeticException();
    Future<?> outer = pairing.of(throwingOnDrop(thrown), inner);
    assertThat(outer.poll(waker.context()).isReady()).isFalse();

    assertThat(catchThrowable(outer::drop)).isSameAs(thrown);

    assertThat(inner.drops()).isOne();
  }

  private static Future<Unit> throwingOnDrop(RuntimeException thrown) {
    return new Future<>() {
      @Override
      public Poll<Unit> poll(Context context) {
        return Poll.pending();
      }

      @Override
      public void drop() {
        throw thrown;
      }
    };
  }

  @Test
  void reachesEachOfVeryManyJoinedFutures() {
    List<Probe<Unit>> many = Stream.generate(Probe<Unit>::new).limit(100_000).toList();
    Future.joinAll(many).drop();
    assertThat(many).allMatch(probe -> probe.drops() == 1);
  }
}
