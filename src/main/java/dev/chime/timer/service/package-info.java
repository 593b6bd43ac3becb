/**
 * What runs: the {@link dev.chime.timer.service.TimerService}, a task for each timer that is due
 * soon, the clients that wait, and the tasks in the background. Imports the model and the port to
 * the store, {@link dev.chime.timer.TimerStore}. Knows neither HTTP nor any database.
 */
@NullMarked
package dev.chime.timer.service;

import org.jspecify.annotations.NullMarked;
