/** What people write by hand in place of Chime, for comparison. */
@NullMarked
package dev.byhand;

import org.jspecify.annotations.NullMarked;
