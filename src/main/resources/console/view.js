// What the pages are made of.
import { Component, createContext, createRef, h } from './vendor.js';
import { format } from './json.js';
import { repeat } from './live.js';
import { dateTime, distance } from './time.js';

/** What all parts of the page share: {api, who, may(role), now(), utc, go(parts, query), ask(dialog), tell(text)}. */
export const Session = createContext(null);

/** A part of the page that asks the service. It shows what goes wrong, and stops when it is taken away. */
export class View extends Component {
  stops = [];
  problems = new Map();

  get session() {
    return this.context;
  }

  /** Does something now and then, while the page is live. */
  every(millis, task) {
    this.stops.push(repeat(signal => this.attempt(() => task(signal), task), millis));
  }

  /** Does something once, and shows what goes wrong until the same thing succeeds. Returns whether it did. */
  async attempt(task, key = 'act') {
    try {
      await task();
      this.wrong(key, null);
      return true;
    } catch (problem) {
      if (problem.name !== 'AbortError') {
        this.wrong(key, problem);
      }
      return false;
    }
  }

  wrong(key, problem) {
    if (problem !== null) {
      this.problems.set(key, problem);
    }
    if (problem !== null || this.problems.delete(key)) {
      this.setState({});
    }
  }

  stop() {
    this.stops.splice(0).forEach(stop => stop());
  }

  componentWillUnmount() {
    this.stop();
  }

  /** What the page shows until it has an answer. */
  waiting(title) {
    return h('div', null, h('h1', null, title), this.problem() || h('p', { class: 'quiet' }, 'Loading …'));
  }

  problem() {
    const texts = new Set([...this.problems.values()].map(problem => problem.message));
    return texts.size > 0 && h('div', { role: 'alert' },
      [...texts].map(text => h('p', { class: 'notice bad' }, text)));
  }
}
View.contextType = Session;

const REFRESH_MILLIS = 5000;

/** A page of a list that can be filtered: the filters are the query in the address. */
export class ListView extends View {
  constructor(props) {
    super(props);
    this.state = { rows: null, next: null, chosen: -1 };
    this.table = createRef();
  }

  componentDidMount() {
    this.listen = event => this.onKey(event);
    document.addEventListener('keydown', this.listen);
    this.every(REFRESH_MILLIS, signal => this.load(signal));
  }

  componentDidUpdate(before) {
    if (before.address !== this.props.address) {
      this.stop();
      this.setState({ chosen: -1 });
      this.every(REFRESH_MILLIS, signal => this.load(signal));
    }
  }

  componentWillUnmount() {
    super.componentWillUnmount();
    document.removeEventListener('keydown', this.listen);
  }

  async load(signal) {
    const page = await this.fetch(signal);
    this.setState({ rows: page.rows, next: page.next ?? null });
  }

  /** What the address says of these parameters, each of which may be repeated. */
  given(...names) {
    return Object.fromEntries(names.map(name => [name, this.props.query.getAll(name)]));
  }

  /** Changes filters, from the first page on. */
  filter(changes) {
    const query = Object.fromEntries(this.props.query);
    delete query.cursor;
    this.session.go(this.props.parts, { ...query, ...changes });
  }

  onKey(event) {
    if (isTyping(event) || !this.state.rows?.length) {
      return;
    }
    const step = { j: 1, k: -1 }[event.key];
    if (step) {
      const chosen = Math.min(Math.max(this.state.chosen + step, 0), this.state.rows.length - 1);
      this.setState({ chosen }, () => this.table.current?.querySelectorAll('tbody a.row')[chosen]?.focus());
      event.preventDefault();
    }
  }

  /** Shows the rows as a table: columns are [title, row => cell]. */
  rows(caption, columns, none) {
    const { rows, next, chosen } = this.state;
    return h('div', { ref: this.table },
      this.problem(),
      rows === null ? h('p', { class: 'quiet' }, 'Loading …')
        : h(Table, { caption, columns, rows, chosen, none }),
      h('nav', { class: 'pages', 'aria-label': 'Pages' },
        this.props.query.has('cursor') && h('button', { type: 'button', onClick: () => this.filter({}) }, 'First page'),
        next && h('button', {
          type: 'button',
          onClick: () => this.session.go(this.props.parts, { ...Object.fromEntries(this.props.query), cursor: next }),
        }, 'Next page')));
  }
}

/** Returns whether a key was pressed where text is written, or together with another one. */
export function isTyping(event) {
  return event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented
    || event.target.closest?.('input, textarea, select, dialog') !== null;
}

export function Table({ caption, columns, rows, chosen = -1, none = 'Nothing here.' }) {
  return h('div', { class: 'scroll', tabIndex: 0, role: 'region', 'aria-label': caption },
    h('table', null,
      h('caption', { class: 'unseen' }, caption),
      h('thead', null, h('tr', null, columns.map(([title]) => h('th', { scope: 'col' }, title)))),
      h('tbody', null, rows.length === 0
        ? h('tr', null, h('td', { colSpan: columns.length, class: 'quiet' }, none))
        : rows.map((row, i) => h('tr', { key: row.key ?? row.id ?? row.name ?? i, class: i === chosen ? 'chosen' : '' },
          columns.map(([, cell]) => h('td', null, cell(row))))))));
}

/** An instant, in the zone that is chosen; the other one is its title. */
export class Time extends Component {
  render({ at, far }) {
    if (!at) {
      return h('span', { class: 'quiet' }, '–');
    }
    const { utc, now } = this.context;
    const other = utc ? dateTime(at, false) : `${dateTime(at, true).replace('Z', '')} UTC`;
    return h('time', { dateTime: at, title: other },
      dateTime(at, utc), far && h('span', { class: 'quiet' }, ' ', distance(at, now())));
  }
}
Time.contextType = Session;

export function State({ of }) {
  return h('span', { class: `state ${of.toLowerCase()}` }, of);
}

export function Labels({ of }) {
  return Object.entries(of ?? {}).map(([name, value]) => h('span', { class: 'label' }, `${name}:${value}`));
}

/** What may be private is shown when asked for. */
export class Payload extends Component {
  render({ of }, { shown }) {
    if (of === undefined) {
      return h('span', { class: 'quiet' }, 'none');
    }
    return shown
      ? h('pre', { class: 'payload', tabIndex: 0 }, format(of))
      : h('button', { type: 'button', onClick: () => this.setState({ shown: true }) }, 'Show payload');
  }
}

/** Names and values, two by two; pairs without a value are left out. */
export function Facts({ of }) {
  return h('dl', { class: 'facts' }, of
    .filter(([, value]) => value !== undefined && value !== null && value !== false)
    .map(([name, value]) => [h('dt', null, name), h('dd', null, value)]));
}

/** A field with its label. */
export function Field({ label, hint, children }) {
  return h('label', { class: 'field' }, h('span', null, label), children, hint && h('small', null, hint));
}

/** An option of a choice: a value, or a value and its title. */
export function option(given) {
  const [value, title] = Array.isArray(given) ? given : [given, given];
  return h('option', { value }, title);
}

/** Returns where a delivery goes, as text. */
export function destination(deliver) {
  if (!deliver) {
    return undefined;
  }
  const [[kind, name]] = Object.entries(deliver);
  return `${kind}:${name}`;
}

/** Returns an exact count with groups of digits. */
export function count(number) {
  const digits = String(number);
  return /^\d+$/.test(digits) ? digits.replace(/\B(?=(\d{3})+$)/g, '\u202f') : digits;
}
