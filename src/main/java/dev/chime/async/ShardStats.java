package dev.chime.async;

/**
 * A shard's counts since it was made. Read while the shard runs, each is exact at some moment
 * during the reading; read when it is quiet, {@code spawned == pending + completed + failed +
 * cancelled}.
 *
 * @param shard the shard's index
 * @param spawned tasks admitted
 * @param pending tasks admitted and not yet ended
 * @param woken times a wake put a task back on the run queue (coalesced wakes count once)
 * @param polled polls made
 * @param completed tasks that ended with a value
 * @param failed tasks that ended by throwing
 * @param cancelled tasks that were dropped before their end
 */
public record ShardStats(
    int shard,
    long spawned,
    long pending,
    long woken,
    long polled,
    long completed,
    long failed,
    long cancelled) {

  /** The sum of both, under this one's index. */
  public ShardStats plus(ShardStats other) {
    return new ShardStats(
        shard,
        spawned + other.spawned,
        pending + other.pending,
        woken + other.woken,
        polled + other.polled,
        completed + other.completed,
        failed + other.failed,
        cancelled + other.cancelled);
  }
}
