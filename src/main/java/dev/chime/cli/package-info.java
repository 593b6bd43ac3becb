/** The commands of the jar, besides the server itself. */
@NullMarked
package dev.chime.cli;

import org.jspecify.annotations.NullMarked;
