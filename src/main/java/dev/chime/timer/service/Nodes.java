package dev.chime.timer.service;

import dev.chime.timer.TimerId;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The processes that share a store, and which of them is to see to a timer first: the one whose
 * hash with the timer's id is the highest (rendezvous hashing, D. G. Thaler and C. V. Ravishankar,
 * "Using Name-Based Mappings to Increase Hit Rates", 1998). So when one leaves, what was its share
 * is spread over the others, and nothing else changes hands.
 *
 * <p>Nothing depends on all of them knowing the same: two that think a timer theirs, or none, cost
 * a little time, and the store decides. Thread-safe.
 */
public final class Nodes {

  /** Who there is. */
  private static final class Group {
    final TreeSet<String> names;
    final long[] hashes;
    final int self; // the place of this process among them

    Group(String self, Collection<String> others) {
      names = new TreeSet<>(others);
      names.add(self);
      hashes = names.stream().mapToLong(name -> mixed(hash(name))).toArray();
      this.self = names.headSet(self).size();
    }
  }

  private static final int PROBES = 10_000;

  private volatile Group group = new Group("", List.of());
  private final AtomicLong takeovers = new AtomicLong();

  /** Learns who shares the store by now. Whether that is news. */
  boolean become(String self, Collection<String> others) {
    Group before = group;
    Group now = new Group(self, others);
    boolean isSame = before.names.equals(now.names) && before.self == now.self;
    if (!isSame) {
      TreeSet<String> gone = new TreeSet<>(before.names);
      gone.removeAll(now.names);
      gone.remove(""); // which was nobody
      takeovers.addAndGet(gone.size());
      group = now;
    }
    return !isSame;
  }

  /** Whether this process is the one to see to a timer. */
  boolean isMine(TimerId id) {
    return isMine(group, 31L * hash(id.namespace().name()) + hash(id.value()));
  }

  private static boolean isMine(Group group, long id) {
    long mine = mixed(group.hashes[group.self] ^ mixed(id));
    for (int i = 0; i < group.hashes.length; i++) {
      if (i != group.self && mixed(group.hashes[i] ^ mixed(id)) > mine) {
        return false;
      }
    }
    return true;
  }

  /** The place of this process in an order that all of them know: 0 for the first. */
  int rank() {
    return group.self;
  }

  /** How many there are, this one included. */
  public int live() {
    return group.hashes.length;
  }

  /** About which part of all timers is for this process to see to. */
  public double share() {
    Group now = group;
    int mine = 0;
    for (int i = 0; i < PROBES; i++) {
      mine += isMine(now, i) ? 1 : 0;
    }
    return (double) mine / PROBES;
  }

  /** How many have gone, so that the others took over what was theirs. */
  public long takeovers() {
    return takeovers.get();
  }

  /** The same in every process. */
  private static long hash(String text) {
    long hash = text.length();
    for (int i = 0; i < text.length(); i++) {
      hash = 31 * hash + text.charAt(i);
    }
    return hash;
  }

  /** The finalizer of SplitMix64 (G. L. Steele et al., 2014): no bit stays where it was. */
  private static long mixed(long bits) {
    long a = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    long b = (a ^ (a >>> 27)) * 0x94d049bb133111ebL;
    return b ^ (b >>> 31);
  }
}
