package dev.chime.store.commit;

import org.flywaydb.core.api.output.MigrateResult;

/**
 * What a store is made of.
 *
 * @param database the kind of database: {@code sqlite} or {@code postgresql}
 * @param version the version of its tables, which is that of the last migration
 */
public record Schema(String database, String version) {

  /** The tables as they are after a migration, which may have had nothing to do. */
  public static Schema of(String database, MigrateResult result) {
    String version = result.targetSchemaVersion;
    return new Schema(database, version == null ? result.initialSchemaVersion : version);
  }
}
