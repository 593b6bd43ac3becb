/** Errors as problem details (RFC 9457). */
@NullMarked
package dev.chime.web.problem;

import org.jspecify.annotations.NullMarked;
