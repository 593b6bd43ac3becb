package dev.chime.bench;

import org.openjdk.jmh.annotations.Fork;

/** The settings of benches with up to ten million timers; JMH inherits them. */
@Fork(
    value = 1,
    jvmArgsAppend = {
      JvmFlags.COLLECTOR,
      JvmFlags.COMPACT_HEADERS,
      JvmFlags.PRE_TOUCH,
      JvmFlags.HUGE_PAGES,
      JvmFlags.BIG_MIN,
      JvmFlags.BIG_MAX
    })
public abstract class BigHeapBench extends SmallHeapBench {}
