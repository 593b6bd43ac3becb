/** The API's description: the OpenAPI document, and a page to read it and to try it. */
@NullMarked
package dev.chime.web.docs;

import org.jspecify.annotations.NullMarked;
