package dev.chime.web.http;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.jspecify.annotations.Nullable;

/**
 * A Jetty connection with three differences. The {@code Date} of a response is the time when it is
 * sent, not when its request came. An invalid request target is stored, so that the problem detail
 * can name it. {@code Upgrade} is ignored (RFC 9110, 7.8), because no other protocol is offered.
 */
final class Http1Connection extends HttpConnection {

  private static final String BAD_TARGET = Http1Connection.class.getName() + ".badTarget";

  Http1Connection(HttpConfiguration configuration, Connector connector, EndPoint endPoint) {
    super(configuration, connector, endPoint);
  }

  /** The target of the last request on a connection if it was not a URI, otherwise null. */
  static @Nullable String badTarget(ConnectionMetaData connection) {
    return (String) connection.getAttribute(BAD_TARGET);
  }

  @Override
  protected HttpStreamOverHTTP1 newHttpStream(String method, String uri, HttpVersion version) {
    try {
      return new Stream(method, uri, version);
    } catch (RuntimeException e) { // the connection is closed after this response
      setAttribute(BAD_TARGET, uri);
      throw e;
    }
  }

  private final class Stream extends HttpStreamOverHTTP1 {

    Stream(String method, String uri, HttpVersion version) {
      super(method, uri, version);
    }

    @Override
    public void parsedHeader(HttpField field) {
      if (field.getHeader() != HttpHeader.UPGRADE) {
        super.parsedHeader(field);
      }
    }

    @Override
    public void prepareResponse(HttpFields.Mutable headers) {
      if (!headers.contains(HttpHeader.DATE)) {
        headers.add(getServer().getDateField());
      }
      super.prepareResponse(headers);
    }
  }
}
