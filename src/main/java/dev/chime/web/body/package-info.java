/** Bodies of requests: whole, within limits, inflated, and in UTF-8. */
@NullMarked
package dev.chime.web.body;

import org.jspecify.annotations.NullMarked;
