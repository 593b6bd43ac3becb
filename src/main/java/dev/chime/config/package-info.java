/**
 * Puts the parts together: beans, configuration properties, start and stop, metrics. It is the top
 * floor, and may use all other packages.
 */
@NullMarked
package dev.chime.config;

import org.jspecify.annotations.NullMarked;
