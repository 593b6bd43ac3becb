/** Where requests stand in traces. */
@NullMarked
package dev.chime.web.trace;

import org.jspecify.annotations.NullMarked;
