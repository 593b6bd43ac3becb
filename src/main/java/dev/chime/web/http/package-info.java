/** The HTTP layer around Jetty: limits for slow clients, and responses to malformed requests. */
@NullMarked
package dev.chime.web.http;

import org.jspecify.annotations.NullMarked;
