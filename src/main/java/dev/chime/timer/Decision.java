package dev.chime.timer;

/**
 * The store's answer to an attempt to change a timer.
 *
 * @param timer the timer as it stands after the attempt
 * @param decided whether it was this attempt that changed it
 */
public record Decision(Timer timer, boolean decided) {}
