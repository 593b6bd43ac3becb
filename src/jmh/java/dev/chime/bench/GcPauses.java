package dev.chime.bench;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/**
 * The collections of this JVM, by the name of the collector, as its own beans report them from now
 * on. Of a concurrent collector's beans those whose names speak of pauses count the pauses, those
 * that speak of cycles the work beside the program. Thread-safe.
 */
final class GcPauses {

  /** Sums in milliseconds. */
  record Pauses(long count, long total, long longest) {
    Pauses plus(Pauses other) {
      return new Pauses(count + other.count, total + other.total, Math.max(longest, other.longest));
    }
  }

  private final Map<String, Pauses> byCollector = new ConcurrentSkipListMap<>();

  private GcPauses() {}

  static GcPauses watch() {
    GcPauses pauses = new GcPauses();
    for (var bean : ManagementFactory.getGarbageCollectorMXBeans()) {
      ((NotificationEmitter) bean)
          .addNotificationListener(
              (notification, handback) -> pauses.add((CompositeData) notification.getUserData()),
              null,
              null);
    }
    return pauses;
  }

  Map<String, Pauses> byCollector() {
    return new TreeMap<>(byCollector);
  }

  private void add(CompositeData data) {
    GarbageCollectionNotificationInfo info = GarbageCollectionNotificationInfo.from(data);
    GcInfo collection = info.getGcInfo();
    long millis = collection.getDuration();
    byCollector.merge(info.getGcName(), new Pauses(1, millis, millis), Pauses::plus);
  }
}
