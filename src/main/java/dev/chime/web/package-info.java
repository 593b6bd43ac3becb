/** Timers over HTTP: what comes in is parsed and checked here, what goes out is put into words. */
@NullMarked
package dev.chime.web;

import org.jspecify.annotations.NullMarked;
