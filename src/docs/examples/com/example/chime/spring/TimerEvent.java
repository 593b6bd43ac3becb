package com.example.chime.spring;

/**
 * An event of a stream.
 *
 * @param name such as {@code elapsed}; at a {@code gap} some were lost: list the timers again
 * @param id to go on after it
 * @param data the timer as JSON, as a rule
 */
public record TimerEvent(String name, String id, String data) {}
