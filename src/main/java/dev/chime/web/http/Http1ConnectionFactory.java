package dev.chime.web.http;

import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConnectionFactory;

/** Makes {@link Http1Connection}s in the place of Jetty's own. */
final class Http1ConnectionFactory extends HttpConnectionFactory {

  /** A factory that is configured like another. */
  Http1ConnectionFactory(HttpConnectionFactory other) {
    super(other.getHttpConfiguration());
    getHttpConfiguration().setSendDateHeader(false); // each answer gets its own
  }

  @Override
  public Connection newConnection(Connector connector, EndPoint endPoint) {
    return configure(
        new Http1Connection(getHttpConfiguration(), connector, endPoint), connector, endPoint);
  }
}
