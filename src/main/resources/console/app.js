// The console: who is there, where the page is, and what every page shares.
import { Component, h, render } from './vendor.js';
import { Api } from './api.js';
import { CreateTimer, Keys } from './dialogs.js';
import { isPaused, pause } from './live.js';
import { link, parse } from './router.js';
import { zoneName } from './time.js';
import { isTyping, Session } from './view.js';
import { Overview } from './pages/overview.js';
import { Timers } from './pages/timers.js';
import { Timer } from './pages/timer.js';
import { Deliveries, Delivery } from './pages/deliveries.js';
import { Destinations } from './pages/destinations.js';
import { Schedules, Schedule } from './pages/schedules.js';
import { Nodes } from './pages/nodes.js';

const BASE = new URL('../', import.meta.url);

/** [name in the address, title, page of all, page of one, role that it needs] */
const PAGES = [
  ['', 'Overview', Overview],
  ['timers', 'Timers', Timers, Timer],
  ['deliveries', 'Deliveries', Deliveries, Delivery],
  ['destinations', 'Endpoints and queues', Destinations],
  ['schedules', 'Schedules', Schedules, Schedule],
  ['nodes', 'Nodes', Nodes, undefined, 'admin'],
];

/** What each role may do, beside what it is called. */
const ALLOWED = { read: ['read'], work: [], write: ['read', 'write'], admin: ['read', 'write', 'admin'], metrics: [] };

class App extends Component {
  state = {
    api: new Api(BASE, sessionStorage.getItem('key')),
    who: undefined, // null once it is known that a key is needed
    problem: null,
    hash: location.hash,
    utc: localStorage.getItem('utc') === 'true',
    theme: localStorage.getItem('theme') ?? 'auto',
    paused: isPaused(),
    dialog: null,
    told: null,
  };

  componentDidMount() {
    addEventListener('hashchange', () => this.setState({ hash: location.hash, told: null }));
    document.addEventListener('keydown', event => this.onKey(event));
    this.arrive(this.state.api);
  }

  componentDidUpdate() {
    document.documentElement.dataset.theme = this.state.theme;
  }

  /** Finds out who is there, and how far the service's clock is ahead of this one. */
  async arrive(api) {
    try {
      const asked = Date.now();
      const who = await api.get('whoami');
      this.ahead = Date.parse(who.now) - (asked + Date.now()) / 2;
      this.setState({ api, who, problem: null });
      return true;
    } catch (problem) {
      this.setState({ who: null, problem: problem.status === 401 && !api.key ? null : problem });
      return false;
    }
  }

  async signIn(event) {
    event.preventDefault();
    const key = new FormData(event.target).get('key').trim();
    if (await this.arrive(new Api(BASE, key))) {
      sessionStorage.setItem('key', key);
    }
  }

  signOut() {
    sessionStorage.removeItem('key');
    this.setState({ api: new Api(BASE, null), who: null, problem: null });
  }

  onKey(event) {
    if (isTyping(event) || !this.state.who) {
      return;
    }
    if (event.key === '/') {
      event.preventDefault();
      document.getElementById('search').focus();
    } else if (event.key === 'c' && this.may('write')) {
      event.preventDefault();
      this.ask(close => h(CreateTimer, { close }));
    } else if (event.key === '?') {
      this.ask(close => h(Keys, { close }));
    }
  }

  may(role) {
    return (ALLOWED[this.state.who?.role] ?? []).includes(role);
  }

  ask(dialog) {
    this.setState({ dialog: dialog(() => this.setState({ dialog: null })) });
  }

  keep(name, value) {
    localStorage.setItem(name, value);
    this.setState({ [name]: value });
  }

  session() {
    const { api, who, utc } = this.state;
    return {
      api,
      who,
      utc,
      may: role => this.may(role),
      now: () => who.testClock ? Date.parse(who.now) : Date.now() + this.ahead,
      go: (parts, query) => { location.hash = link(parts, query); },
      ask: dialog => this.ask(dialog),
      tell: told => this.setState({ told }),
    };
  }

  render(props, { who, hash, dialog, told }) {
    if (who === undefined) {
      return h('main', { class: 'alone' }, h('p', null, 'Loading …'));
    }
    if (who === null) {
      return this.signInForm();
    }
    const { parts, query } = parse(hash);
    const [, title, All, One] = this.pages().find(([name]) => name === (parts[0] ?? '')) ?? [];
    const Page = parts.length > 1 ? One : All;
    document.title = [...(parts.length > 1 ? [parts[1]] : []), title ?? 'Not found', 'Chime'].join(' · ');
    return h(Session.Provider, { value: this.session() },
      h('a', { class: 'skip', href: '#main', onClick: event => {
        event.preventDefault();
        document.getElementById('main').focus();
      } }, 'Skip to content'),
      this.header(parts),
      h('main', { id: 'main', tabIndex: -1 },
        told && h('p', { class: 'notice good', role: 'status' }, told),
        Page ? h(Page, { key: parts.slice(0, 2).join('/'), parts, query, address: hash })
          : [h('h1', null, 'Not found'), h('p', null, 'There is no such page, or the key may not see it.')]),
      this.footer(),
      dialog);
  }

  pages() {
    return this.may('read') ? PAGES.filter(([, , , , role]) => role === undefined || this.may(role)) : [];
  }

  header(parts) {
    const { utc, theme, paused } = this.state;
    const search = event => {
      event.preventDefault();
      this.session().go(['timers'], { idPrefix: new FormData(event.target).get('id').trim() });
    };
    return h('header', null,
      h('a', { class: 'brand', href: '#/' }, h('img', { src: 'bell.svg', alt: '', width: 28, height: 28 }), 'Chime'),
      h('nav', { 'aria-label': 'Console' }, this.pages().map(([name, title]) => h('a', {
        href: link(name === '' ? [] : [name]),
        'aria-current': name === (parts[0] ?? '') ? 'page' : undefined,
      }, title))),
      h('form', { class: 'search', role: 'search', onSubmit: search },
        h('input', { id: 'search', name: 'id', type: 'search', placeholder: 'Id begins with …  /',
          'aria-label': 'Search for timers whose ids begin with', autoComplete: 'off' })),
      h('div', { class: 'tools' },
        this.may('write') && h('button', { type: 'button', class: 'main',
          onClick: () => this.ask(close => h(CreateTimer, { close })) }, 'Create'),
        h('button', { type: 'button', 'aria-pressed': !paused, class: paused ? '' : 'live', onClick: () => {
          pause(!paused);
          this.setState({ paused: !paused });
        } }, paused ? 'Paused' : 'Live'),
        h('button', { type: 'button', title: 'How times are shown', onClick: () => this.keep('utc', !utc) },
          utc ? 'UTC' : zoneName()),
        h('button', { type: 'button', title: 'Light, dark, or as the system has it',
          onClick: () => this.keep('theme', { auto: 'light', light: 'dark', dark: 'auto' }[theme]) },
          { auto: 'Auto', light: 'Light', dark: 'Dark' }[theme])));
  }

  footer() {
    const { who } = this.state;
    return h('footer', null,
      h('span', { class: 'who' },
        `${who.key ?? 'no key'} · ${who.role} · ${who.namespace}${who.testClock ? ' · test clock' : ''}`),
      h('span', null, `Chime ${who.version}`),
      h('a', { href: '../docs/' }, 'API'),
      who.key && h('button', { type: 'button', onClick: () => this.signOut() }, 'Forget key'));
  }

  signInForm() {
    const { problem } = this.state;
    return h('main', { class: 'alone' },
      h('h1', null, h('img', { src: 'bell.svg', alt: '', width: 40, height: 40 }), 'Chime'),
      h('form', { onSubmit: event => this.signIn(event) },
        h('label', { class: 'field' }, h('span', null, 'API key'),
          h('input', { name: 'key', type: 'password', required: true, autofocus: true, autoComplete: 'off' }),
          h('small', null, 'It stays in this tab, and is forgotten with it.')),
        problem && h('p', { class: 'notice bad', role: 'alert' },
          problem.status === 401 ? 'This key is not known.' : problem.message),
        h('button', { class: 'main' }, 'Open')));
  }
}

document.documentElement.dataset.theme = localStorage.getItem('theme') ?? 'auto';
render(h(App), document.getElementById('console'));
