/**
 * What clients write as text, and what it means: times (RFC 3339), durations (ISO 8601 and the
 * forms of Go and Prometheus), entity tags (RFC 9110), preferences (RFC 7240), and JSON that is
 * compared by value (after RFC 8785). Each class parses one grammar in full and says which rule an
 * input breaks.
 */
@NullMarked
package dev.chime.web.text;

import org.jspecify.annotations.NullMarked;
