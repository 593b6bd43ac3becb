/** Access control: API keys, their roles and namespaces, and the quotas of namespaces. */
@NullMarked
package dev.chime.web.access;

import org.jspecify.annotations.NullMarked;
