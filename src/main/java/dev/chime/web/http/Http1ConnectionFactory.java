package dev.chime.web.http;

import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConnectionFactory;

/** A factory of {@link Http1Connection}s, in place of Jetty's connections. */
final class Http1ConnectionFactory extends HttpConnectionFactory {

  /** Creates a factory with the configuration of another one. */
  Http1ConnectionFactory(HttpConnectionFactory other) {
    super(other.getHttpConfiguration());
    getHttpConfiguration().setSendDateHeader(false); // Http1Connection adds the header
    getHttpConfiguration().setHeaderCacheSize(0); // a cache takes 100 KB for each connection
  }

  @Override
  public Connection newConnection(Connector connector, EndPoint endPoint) {
    return configure(
        new Http1Connection(getHttpConfiguration(), connector, endPoint), connector, endPoint);
  }
}
