/** Timers over HTTP: controllers, the bodies of requests and answers, and their checks. */
@NullMarked
package dev.chime.web;

import org.jspecify.annotations.NullMarked;
