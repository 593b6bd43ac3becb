// Times and durations as people read them.

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Returns a number of at least two digits. */
function two(number) {
  return String(number).padStart(2, '0');
}

/** Returns an instant (RFC 3339) as date and time, in UTC or in the browser's zone. */
export function dateTime(instant, utc) {
  const time = new Date(instant);
  if (utc) {
    return time.toISOString().replace('T', ' ');
  }
  const date = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join('-');
  const clock = [two(time.getHours()), two(time.getMinutes()), two(time.getSeconds())].join(':');
  return `${date} ${clock}.${String(time.getMilliseconds()).padStart(3, '0')}`;
}

/** Returns hours, minutes and seconds of an instant (milliseconds), in UTC or in the browser's zone. */
export function clockTime(millis, utc) {
  const time = new Date(millis);
  return utc
    ? time.toISOString().slice(11, 19)
    : [two(time.getHours()), two(time.getMinutes()), two(time.getSeconds())].join(':');
}

/** Returns the name of the browser's time zone. */
export function zoneName() {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Returns a duration in its two largest units: "2 h 5 min". */
export function duration(millis) {
  const size = Math.abs(millis);
  if (size < SECOND) {
    return `${Math.round(size)} ms`;
  }
  if (size < MINUTE) {
    return `${(Math.floor(size / 100) / 10).toFixed(1)} s`;
  }
  const units = [[DAY, 'd'], [HOUR, 'h'], [MINUTE, 'min'], [SECOND, 's']];
  const first = units.findIndex(([length]) => size >= length);
  const [length, name] = units[first];
  const [below, nameBelow] = units[first + 1];
  const rest = Math.floor((size % length) / below);
  return `${Math.floor(size / length)} ${name}` + (rest ? ` ${rest} ${nameBelow}` : '');
}

/** Returns how far an instant is from now: "in 5 min", "3 s ago". */
export function distance(instant, now) {
  const millis = Date.parse(instant) - now;
  return millis >= 0 ? `in ${duration(millis)}` : `${duration(millis)} ago`;
}

/** Returns what a field for a date and a time holds as an instant; a field says the time as the page shows times. */
export function instantOf(field, utc) {
  return new Date(utc ? field + 'Z' : field).toISOString();
}

/** Returns an instant as a field for a date and a time wants it. */
export function fieldOf(instant, utc) {
  return dateTime(instant, utc).replace(' ', 'T').slice(0, 19);
}
