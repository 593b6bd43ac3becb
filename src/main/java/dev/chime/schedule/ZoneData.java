package dev.chime.schedule;

import java.time.zone.ZoneRulesProvider;

/** The time zone data of this JVM. */
public final class ZoneData {

  /** Its version, for example 2026a. */
  public static final String VERSION = ZoneRulesProvider.getVersions("UTC").lastEntry().getKey();

  private ZoneData() {}
}
