/** Chime: durable timers over HTTP. */
@NullMarked
package dev.chime;

import org.jspecify.annotations.NullMarked;
