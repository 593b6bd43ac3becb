/** HTTP as Jetty speaks it: what slow, odd and malformed requests are answered. */
@NullMarked
package dev.chime.web.http;

import org.jspecify.annotations.NullMarked;
