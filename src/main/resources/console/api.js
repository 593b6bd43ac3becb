// The service's public API. The key travels in a header, for streams, too; so they are read by fetch.
import { parse } from './json.js';
import { params } from './router.js';

/** A refusal of the service, or that it cannot be reached (status 0). */
export class Problem extends Error {
  constructor(status, body) {
    super([body?.title, ...(body?.errors ?? []).map(error => `${error.field} ${error.rule ?? error.message}`)]
      .filter(Boolean).join(': ') || body?.detail || `the service answered ${status}`);
    this.status = status;
    this.body = body;
  }
}

/** Calls the API, with a key if there is one. */
export class Api {
  constructor(base, key) {
    this.base = base;
    this.key = key;
  }

  /** Returns what a call was answered with, parsed. Throws a Problem. */
  async call(method, path, { query, body, headers, signal } = {}) {
    const response = await this.#fetch(method, path, query, body, { Accept: 'application/json', ...headers }, signal);
    const text = await response.text();
    return text === '' ? null : parse(text);
  }

  get(path, query, signal) {
    return this.call('GET', path, { query, signal });
  }

  /** Yields the events of a stream: {id, type, data}. Ends when the server ends it, or by the signal. */
  async *events(path, { query, lastId, signal }) {
    const headers = { Accept: 'text/event-stream', ...(lastId ? { 'Last-Event-ID': lastId } : {}) };
    const response = await this.#fetch('GET', path, query, undefined, headers, signal);
    if (response.status === 204) {
      return;
    }
    let rest = '';
    for await (const text of decoded(response.body)) {
      const blocks = (rest + text).split('\n\n');
      rest = blocks.pop();
      for (const block of blocks) {
        yield event(block);
      }
    }
  }

  async #fetch(method, path, query, body, headers, signal) {
    const url = new URL(path, this.base);
    url.search = params(query).toString();
    let response;
    try {
      response = await fetch(url, {
        method,
        signal,
        cache: 'no-store',
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
        headers: {
          ...headers,
          ...(this.key ? { Authorization: `Bearer ${this.key}` } : {}),
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        },
        body,
      });
    } catch (error) {
      throw error.name === 'AbortError' ? error : new Problem(0, { title: 'The service cannot be reached' });
    }
    if (!response.ok) {
      throw new Problem(response.status, await problem(response));
    }
    return response;
  }
}

async function problem(response) {
  try {
    return parse(await response.text());
  } catch {
    return null; // of a proxy
  }
}

async function* decoded(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      return;
    }
    yield value;
  }
}

/** Reads one block of a stream of server-sent events. A comment that shows life has no type. */
function event(block) {
  const found = { id: undefined, type: undefined, data: undefined };
  for (const line of block.split('\n')) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon);
    const value = line.slice(colon + 1).replace(/^ /, '');
    if (name === 'id') {
      found.id = value;
    } else if (name === 'event') {
      found.type = value;
    } else if (name === 'data') {
      found.data = (found.data === undefined ? '' : found.data + '\n') + value;
    }
  }
  return found;
}
