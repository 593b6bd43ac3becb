/** What runs for schedules: changes by clients, and what keeps schedules going. */
@NullMarked
package dev.chime.schedule.service;

import org.jspecify.annotations.NullMarked;
