package dev.chime.bench;

/**
 * Random numbers for a nanosecond each, the same in every run: G. Marsaglia, "Xorshift RNGs", 2003.
 * One thread.
 */
public final class Xorshift {

  private long state = 0x9E37_79B9_7F4A_7C15L;

  /** Numbers that begin where those of every other instance do. */
  public Xorshift() {}

  /** A number from zero up to but not including {@code bound}. */
  public int below(int bound) {
    state ^= state << 13;
    state ^= state >>> 7;
    state ^= state << 17;
    return (int) (((state >>> 32) * bound) >>> 32);
  }
}
