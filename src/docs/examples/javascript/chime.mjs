// A client of Chime for Node 18 and newer, and for browsers. It needs fetch, and nothing else.

const WAIT = 20; // seconds that one request waits: less than proxies allow
const ANSWER_MS = 10_000; // how long an answer may take, beyond the wait
const SILENCE_MS = 45_000; // on a stream; the server says something every 15 s
const RECONNECT_MS = 1_000;

/** An answer that is an error, after all repetitions that make sense. */
export class ChimeError extends Error {
  constructor(status, problem) {
    super(problem.detail ?? problem.title ?? `status ${status}`);
    this.status = status;
    this.problem = problem;
  }
}

export class Chime {
  #url;
  #headers = {};

  constructor(url, key) {
    this.#url = url;
    if (key) this.#headers.Authorization = `Bearer ${key}`;
  }

  /** Creates a timer, once, however often the request has to be repeated. */
  create(timer, idempotencyKey = uniqueKey()) {
    return this.#json('POST', '/timers', { body: timer, headers: { 'Idempotency-Key': idempotencyKey } });
  }

  /** Creates a timer under an id of yours, which is as good as a key. */
  put(id, timer) {
    return this.#json('PUT', `/timers/${encodeURIComponent(id)}`, { body: timer });
  }

  /** Cancels a timer, and resolves to it with the outcome that it has: ELAPSED, if that came first. */
  cancel(id) {
    return this.#json('DELETE', `/timers/${encodeURIComponent(id)}`);
  }

  /** Resolves to the timer when it has its outcome, however long that takes and whatever breaks meanwhile. */
  async wait(id, { signal } = {}) {
    for (;;) {
      const path = `/timers/${encodeURIComponent(id)}?wait=${WAIT}s`;
      const timer = await this.#json('GET', path, { signal, patienceMs: Infinity });
      if (timer.state !== 'PENDING') return timer;
    }
  }

  /**
   * What becomes of timers, as {name, id, data}. Pass the id of the last event that you have dealt with to go on after it.
   * At an event `gap` some were lost: list the timers again.
   */
  async *events({ label, id, signal } = {}) {
    const path = '/timers/events' + (label ? `?label=${encodeURIComponent(label)}` : '');
    for (;;) {
      const headers = { Accept: 'text/event-stream', ...(id && { 'Last-Event-ID': id }) };
      const stream = await this.#send('GET', path, { headers, signal, patienceMs: Infinity }, (answer) => answer.body);
      try {
        for await (const event of eventsOf(stream, signal)) {
          id = event.id;
          if (event.data) yield { ...event, data: JSON.parse(event.data) };
        }
      } catch (failure) {
        if (!(failure instanceof Dropped)) throw failure; // the reader's own
      }
      await sleep(RECONNECT_MS, signal);
    }
  }

  /**
   * Takes work from a queue for ever: handle(timer, delivery) is called for each, several at a time. What it throws gives
   * the delivery back. It may see a delivery twice: delivery.id is the same then.
   */
  async work(queue, handle, { max = 10, leaseSeconds = 30, retryDelay = '30s', signal } = {}) {
    const path = `/queues/${queue}/claim?max=${max}&lease=${leaseSeconds}s&wait=${WAIT}s`;
    while (!signal?.aborted) {
      const { deliveries } = await this.#json('POST', path, { signal, patienceMs: Infinity });
      await Promise.all(deliveries.map((each) => this.#carryOut(each, handle, leaseSeconds, retryDelay)));
    }
  }

  async #carryOut(delivery, handle, leaseSeconds, retryDelay) {
    const { id, token } = delivery;
    const settle = (how, more) => this.#json('POST', `/deliveries/${id}/${how}`, { body: { token, ...more } });
    const extend = () => settle('extend', { lease: `${leaseSeconds}s` }).catch(() => {}); // ack will tell
    const extending = setInterval(extend, (leaseSeconds * 1000) / 3);
    let [how, more] = ['ack', {}];
    try {
      await handle(delivery.timer, delivery);
    } catch (failure) {
      console.error(`delivery ${id} has failed`, failure);
      [how, more] = ['nack', { delay: retryDelay }];
    } finally {
      clearInterval(extending);
    }
    try {
      await settle(how, more);
    } catch (failure) {
      // 409: the lease has ended and somebody else has the work, or this is the repetition of a call that has arrived.
      if (failure.status !== 409) throw failure;
    }
  }

  #json(method, path, options) {
    return this.#send(method, path, options, (answer) => answer.json());
  }

  /** Repeats a request until it is answered. All requests of this client can be repeated without harm. */
  async #send(method, path, { body, headers, signal, patienceMs = 60_000 } = {}, read) {
    const until = Date.now() + patienceMs;
    for (let attempt = 0; ; attempt++) {
      let pause = Math.random() * Math.min(10_000, 200 * 2 ** attempt);
      let failure;
      const clock = new AbortController();
      const stop = () => clock.abort(signal.reason);
      const ticking = setTimeout(() => clock.abort(), WAIT * 1000 + ANSWER_MS);
      signal?.addEventListener('abort', stop);
      try {
        signal?.throwIfAborted();
        const answer = await fetch(this.#url + path, {
          method,
          headers: { ...this.#headers, ...(body && { 'Content-Type': 'application/json' }), ...headers },
          body: body && JSON.stringify(body),
          signal: clock.signal,
        });
        if (answer.ok) return await read(answer);
        failure = new ChimeError(answer.status, await answer.json().catch(() => ({})));
        const retryAfter = Number(answer.headers.get('Retry-After'));
        if (retryAfter > 0) pause = retryAfter * 1000 * (1 + Math.random() / 5);
        else if (![502, 503, 504].includes(answer.status)) throw failure;
      } catch (broken) {
        if (broken instanceof ChimeError || signal?.aborted) throw broken;
        failure = broken; // the connection, or there was no answer in time
      } finally {
        clearTimeout(ticking);
        signal?.removeEventListener('abort', stop);
      }
      if (Date.now() + pause > until) throw failure;
      await sleep(pause, signal);
    }
  }
}

class Dropped extends Error {}

/** The events of one connection. One without data only says where to go on. */
async function* eventsOf(stream, signal) {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  const stop = () => reader.cancel().catch(() => {});
  signal?.addEventListener('abort', stop);
  let text = '';
  let event = { name: 'message', id: undefined, data: '' };
  let id;
  try {
    for (;;) {
      let silence;
      const silent = new Promise((_, reject) => {
        silence = setTimeout(() => reject(new Dropped()), SILENCE_MS);
      });
      const dropped = () => Promise.reject(new Dropped());
      const { done, value } = await Promise.race([reader.read().catch(dropped), silent]).finally(() =>
        clearTimeout(silence),
      );
      if (done) return;
      text += decoder.decode(value, { stream: true });
      const lines = text.split('\n');
      text = lines.pop(); // has not come whole
      for (const line of lines) {
        const [, field, content] = /^(\w*)(?:: ?(.*))?$/.exec(line) ?? [];
        if (line === '') {
          if (id) yield { ...event, id };
          event = { name: 'message', data: '' };
        } else if (field === 'id') id = content;
        else if (field === 'event') event.name = content;
        else if (field === 'data') event.data += content;
      }
    }
  } finally {
    signal?.removeEventListener('abort', stop);
    stop();
  }
}

function uniqueKey() {
  const part = () => Math.random().toString(36).slice(2);
  return `${Date.now().toString(36)}-${part()}${part()}`;
}

function sleep(ms, signal) {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(waking);
      reject(signal.reason);
    };
    const waking = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop);
  });
}
