/** The console as a browser shows it. */
@NullMarked
package dev.chime.browser;

import org.jspecify.annotations.NullMarked;
