/** The API, described: the OpenAPI document. */
@NullMarked
package dev.chime.web.openapi;

import org.jspecify.annotations.NullMarked;
