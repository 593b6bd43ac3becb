package dev.chime.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/** The settings of benches whose data is small; JMH inherits them. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {
      JvmFlags.COLLECTOR,
      JvmFlags.COMPACT_HEADERS,
      JvmFlags.PRE_TOUCH,
      JvmFlags.HUGE_PAGES,
      JvmFlags.SMALL_MIN,
      JvmFlags.SMALL_MAX
    })
public abstract class SmallHeapBench {}
