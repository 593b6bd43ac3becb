/**
 * The runtime: futures that are polled, wakers that ask for the next poll, and an executor that
 * polls. After the Rust async book's chapters "Task Wakeups with Waker" and "Build an Executor";
 * the names are the book's. It imports only the JDK, and not the JDK's {@code Future} and {@code
 * Executor}, which it replaces.
 */
@NullMarked
package dev.chime.async;

import org.jspecify.annotations.NullMarked;
