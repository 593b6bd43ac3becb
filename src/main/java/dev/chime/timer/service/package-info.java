/**
 * What runs: the {@link dev.chime.timer.service.TimerService}, a task for each timer of the near
 * future, those who wait, and the tasks that keep watch. Stands on the model and on the port to the
 * store, {@link dev.chime.timer.TimerStore}; knows neither HTTP nor any database.
 */
@NullMarked
package dev.chime.timer.service;

import org.jspecify.annotations.NullMarked;
