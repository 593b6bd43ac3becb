/** Who may do what, and how much of it. */
@NullMarked
package dev.chime.web.access;

import org.jspecify.annotations.NullMarked;
