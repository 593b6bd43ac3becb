/** Reads the bodies of requests: complete, within limits, decompressed, and in UTF-8. */
@NullMarked
package dev.chime.web.body;

import org.jspecify.annotations.NullMarked;
