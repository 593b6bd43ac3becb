package dev.chime.async;

/**
 * Padding against false sharing: the fields of a subclass are not on the same cache lines as the
 * object before it in memory. Cache lines are 64 bytes long and are fetched in pairs.
 */
@SuppressWarnings("unused")
abstract class CacheLinePadded {

  private long p1;
  private long p2;
  private long p3;
  private long p4;
  private long p5;
  private long p6;
  private long p7;
  private long p8;
  private long p9;
  private long p10;
  private long p11;
  private long p12;
  private long p13;
  private long p14;
  private long p15;
}
