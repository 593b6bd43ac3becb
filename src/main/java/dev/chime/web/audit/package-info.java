/** The audit log: who has cancelled or changed what, and who came with a wrong key. */
@NullMarked
package dev.chime.web.audit;

import org.jspecify.annotations.NullMarked;
