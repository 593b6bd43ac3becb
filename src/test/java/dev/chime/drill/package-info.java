/** A backup that was restored, and not only made. */
@NullMarked
package dev.chime.drill;

import org.jspecify.annotations.NullMarked;
