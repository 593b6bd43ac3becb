package dev.chime.timer.service;

import dev.chime.timer.TimerId;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The processes that share a store, and which of them is the owner of a timer: the one whose hash
 * with the timer's id is the highest (rendezvous hashing, D. G. Thaler and C. V. Ravishankar,
 * "Using Name-Based Mappings to Increase Hit Rates", 1998). So when one leaves, its share is spread
 * over the others, and all other timers keep their owners.
 *
 * <p>The processes need not agree. If two of them, or none, take themselves for the owner, a timer
 * costs a little more time, and the store still decides. Thread-safe.
 */
public final class Nodes {

  /** The processes at some moment. */
  private static final class Group {
    final TreeSet<String> names;
    final long[] hashes;
    final int self; // the index of this process

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

  /**
   * Takes note of which processes share the store.
   *
   * @return whether that has changed
   */
  boolean update(String self, Collection<String> others) {
    Group before = group;
    Group now = new Group(self, others);
    boolean isSame = before.names.equals(now.names) && before.self == now.self;
    if (!isSame) {
      TreeSet<String> gone = new TreeSet<>(before.names);
      gone.removeAll(now.names);
      gone.remove(""); // the name before the first update
      takeovers.addAndGet(gone.size());
      group = now;
    }
    return !isSame;
  }

  /** Whether this process is the owner of a timer. */
  boolean isMine(TimerId id) {
    Group now = group;
    return owner(now, 31L * hash(id.namespace().name()) + hash(id.value())) == now.self;
  }

  /** The index of the owner: whose hash, together with that of the timer, is the greatest. */
  private static int owner(Group group, long id) {
    long spread = mixed(id);
    int owner = 0;
    long greatest = mixed(group.hashes[0] ^ spread);
    for (int i = 1; i < group.hashes.length; i++) {
      long rank = mixed(group.hashes[i] ^ spread);
      if (rank > greatest) {
        owner = i;
        greatest = rank;
      }
    }
    return owner;
  }

  /** The index of this process in an order that is the same for all: 0 for the first. */
  int rank() {
    return group.self;
  }

  /** The number of processes, this one included. */
  public int live() {
    return group.hashes.length;
  }

  /** About which part of all timers this process owns. */
  public double share() {
    Group now = group;
    return shares(now)[now.self];
  }

  /**
   * About which part of all timers each process owns, by its name.
   *
   * @param self the name of this process, which it does not have here if it is alone
   */
  public Map<String, Double> shares(String self) {
    Group now = group;
    double[] shares = shares(now);
    Map<String, Double> named = new HashMap<>();
    int index = 0;
    for (String name : now.names) {
      named.put(index == now.self ? self : name, shares[index]);
      index++;
    }
    return named;
  }

  /** About which part of all timers each process of a group owns, by its index. */
  private static double[] shares(Group group) {
    int[] owned = new int[group.hashes.length];
    for (int i = 0; i < PROBES; i++) {
      owned[owner(group, i)]++;
    }
    return Arrays.stream(owned).mapToDouble(count -> (double) count / PROBES).toArray();
  }

  /** How many processes have gone, so that the others took over their shares. */
  public long takeovers() {
    return takeovers.get();
  }

  /** A hash that is the same in every process. */
  private static long hash(String text) {
    long hash = text.length();
    for (int i = 0; i < text.length(); i++) {
      hash = 31 * hash + text.charAt(i);
    }
    return hash;
  }

  /** The finalizer of SplitMix64 (G. L. Steele et al., 2014): spreads every bit over all. */
  private static long mixed(long bits) {
    long a = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    long b = (a ^ (a >>> 27)) * 0x94d049bb133111ebL;
    return b ^ (b >>> 31);
  }
}
