package dev.chime.async;

/**
 * The counts of a shard since it was made. If they are read while the shard runs, each count is
 * exact at some moment during the read. If the shard is quiet, {@code spawned == pending +
 * completed + failed + cancelled}.
 *
 * @param shard the index of the shard
 * @param spawned tasks accepted
 * @param pending tasks that have not ended
 * @param woken times a wake put a task back on the run queue (coalesced wakes count once)
 * @param polled polls of tasks
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

  /** The sum of both, with the index of this one. */
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
