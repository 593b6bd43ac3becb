/** The console: a page to look at timers and to run the service, by nothing but its public API. */
@NullMarked
package dev.chime.web.console;

import org.jspecify.annotations.NullMarked;
