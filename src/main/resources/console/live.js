// What goes on by itself: questions that are repeated, and streams. Nothing is asked while the page is hidden or paused.

let paused = false;
const listeners = new Set();

/** Returns whether things go on at present. */
export function isLive() {
  return !paused && !document.hidden;
}

/** Returns whether somebody has paused the page. */
export function isPaused() {
  return paused;
}

export function pause(on) {
  paused = on;
  changed();
}

function changed() {
  listeners.forEach(listener => listener());
}

document.addEventListener('visibilitychange', changed);

/** Runs a task now, and again some time after it has ended, while the page is live. Returns how to stop it. */
export function repeat(task, everyMillis) {
  return whileLive(async (signal, first) => {
    while (!signal.aborted && (isLive() || first)) {
      first = false;
      await task(signal);
      await pauseFor(everyMillis, signal);
    }
  });
}

/** Reads a stream while the page is live, from where it was left, and again when it breaks. Returns how to stop it. */
export function follow(api, path, query, onEvent, onState = () => {}) {
  let lastId;
  return whileLive(async signal => {
    while (!signal.aborted && isLive()) {
      try {
        onState('open');
        for await (const event of api.events(path, { query, lastId, signal })) {
          lastId = event.id ?? lastId;
          if (event.type !== undefined) {
            onEvent(event.type, event.data);
          }
        }
      } catch (error) {
        if (signal.aborted) {
          return;
        }
        onState('broken', error);
      }
      await pauseFor(2000, signal);
    }
  });
}

function whileLive(run) {
  let running = null;
  const turn = first => {
    if (running === null && (isLive() || first)) {
      running = new AbortController();
      run(running.signal, first).catch(error => {
        if (error.name !== 'AbortError') {
          throw error;
        }
      });
    } else if (running !== null && !isLive()) {
      running.abort();
      running = null;
    }
  };
  const listener = () => turn(false);
  listeners.add(listener);
  turn(!document.hidden); // a paused page still shows what it is asked for, once
  return () => {
    listeners.delete(listener);
    running?.abort();
  };
}

function pauseFor(millis, signal) {
  return new Promise(resolve => {
    const timeout = setTimeout(resolve, millis);
    signal.addEventListener('abort', () => {
      clearTimeout(timeout);
      resolve();
    }, { once: true });
  });
}
