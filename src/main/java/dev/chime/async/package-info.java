/**
 * The async runtime: futures that are polled, wakers that ask for the next poll, and an executor
 * that polls. It follows the chapters "Task Wakeups with Waker" and "Build an Executor" of the Rust
 * async book, and uses the names of the book. It imports only the JDK, but not the JDK's {@code
 * Future} and {@code Executor}, which it replaces.
 */
@NullMarked
package dev.chime.async;

import org.jspecify.annotations.NullMarked;
