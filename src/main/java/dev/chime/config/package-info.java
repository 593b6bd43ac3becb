/** The top floor: what is made of what, how it is configured, started, stopped and measured. */
@NullMarked
package dev.chime.config;

import org.jspecify.annotations.NullMarked;
