package dev.chime.store;

import dev.chime.async.Future;
import dev.chime.delivery.Endpoint;
import dev.chime.delivery.EndpointStore;
import dev.chime.delivery.SecretCipher;
import dev.chime.store.commit.EndpointCommand;
import dev.chime.store.commit.Writers;
import dev.chime.store.row.EndpointRow;
import dev.chime.timer.Namespace;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints of a {@link JdbcTimerStore}, in the same database. Their secrets are encrypted
 * outside of the threads that read and write. Thread-safe.
 */
final class JdbcEndpointStore implements EndpointStore {

  private final Writers writers;
  private final Readers readers;
  private final SecretCipher cipher;

  JdbcEndpointStore(Writers writers, Readers readers, SecretCipher cipher) {
    this.writers = writers;
    this.readers = readers;
    this.cipher = cipher;
  }

  @Override
  public Future<Boolean> save(Endpoint endpoint) {
    return Future.lazy(
        () -> writers.submit(new EndpointCommand.Save(EndpointRow.of(endpoint, cipher))));
  }

  @Override
  public Future<Boolean> delete(Namespace namespace, String name) {
    return Future.lazy(() -> writers.submit(new EndpointCommand.Delete(namespace, name)));
  }

  @Override
  public Future<Optional<Endpoint>> find(Namespace namespace, String name) {
    return Future.lazy(() -> readers.read(reads -> reads.endpoint(namespace, name)))
        .map(found -> found.map(row -> row.endpoint(cipher)));
  }

  @Override
  public Future<List<Endpoint>> list(Namespace namespace, @Nullable String after, int limit) {
    return Future.lazy(() -> readers.read(reads -> reads.endpoints(namespace, after, limit)))
        .map(rows -> rows.stream().map(row -> row.endpoint(cipher)).toList());
  }
}
