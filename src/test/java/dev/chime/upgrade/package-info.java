/** This version and the one before it, one after the other and side by side. */
@NullMarked
package dev.chime.upgrade;

import org.jspecify.annotations.NullMarked;
