/** The documentation of the API: the OpenAPI document, and a page that shows it. */
@NullMarked
package dev.chime.web.docs;

import org.jspecify.annotations.NullMarked;
