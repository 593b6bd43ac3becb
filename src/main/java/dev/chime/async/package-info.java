/**
 * The runtime's ground floor: futures that are polled, wakers that ask for the next poll, and an
 * executor that polls. After the Rust async book's chapters "Task Wakeups with Waker" and "Build an
 * Executor"; names are the book's. Nothing but the JDK is imported here, and not its {@code Future}
 * and {@code Executor}, which these replace.
 */
@NullMarked
package dev.chime.async;

import org.jspecify.annotations.NullMarked;
