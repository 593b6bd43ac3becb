// Endpoints and queues, and how much waits for each.
import { h } from '../vendor.js';
import { Confirm, Shown } from '../dialogs.js';
import { link } from '../router.js';
import { count, State, Table, Time, View } from '../view.js';

export class Destinations extends View {
  state = { endpoints: null, next: null, destinations: [] };

  componentDidMount() {
    this.every(3000, signal => this.load(signal));
  }

  async load(signal) {
    const { api } = this.session;
    const { endpoints, next } = await api.get('endpoints', { limit: 1000 }, signal);
    const { destinations } = await api.get('deliveries/stats', {}, signal);
    this.setState({ endpoints, next, destinations });
  }

  render(props, { endpoints, next, destinations }) {
    if (endpoints === null) {
      return this.waiting('Endpoints and queues');
    }
    const open = new Map(destinations.map(each => [each.to, each]));
    const others = destinations.filter(each => each.to === undefined);
    return h('div', null,
      h('h1', null, 'Endpoints and queues'),
      this.problem(),
      h('h2', null, 'Endpoints'),
      h(Table, {
        caption: 'Endpoints', rows: endpoints, none: 'No endpoint has been made.',
        columns: [
          ['Name', endpoint => h('a', { href: link(['deliveries'], { state: 'PENDING', endpoint: endpoint.name }) }, endpoint.name)],
          ['State', endpoint => h(State, { of: endpoint.state })],
          ['URL', endpoint => endpoint.url],
          ['Open', endpoint => waiting(open.get(endpoint.name))],
          ['Oldest', endpoint => h(Time, { at: open.get(endpoint.name)?.oldestAt, far: true })],
          ['At once', endpoint => String(endpoint.maxInFlight)],
          ...this.session.may('admin') ? [['Do', endpoint => this.actions(endpoint)]] : [],
        ],
      }),
      next && h('p', { class: 'quiet' }, 'These are the first thousand.'),
      h('h2', null, 'Queues, and URLs of single timers'),
      h(Table, {
        caption: 'Queues, and URLs of single timers',
        rows: others.map(each => ({ ...each, key: each.queue ?? each.url })),
        none: 'Nothing waits in a queue.',
        columns: [
          ['Name', each => each.queue === undefined ? each.url
            : h('a', { href: link(['deliveries'], { state: 'PENDING', queue: each.queue }) }, each.queue)],
          ['Open', waiting],
          ['Oldest', each => h(Time, { at: each.oldestAt, far: true })],
        ],
      }));
  }

  actions(endpoint) {
    const { ask } = this.session;
    const post = what => this.session.api.call('POST', `endpoints/${encodeURIComponent(endpoint.name)}/${what}`);
    const change = what => this.attempt(async () => {
      await post(what);
      await this.load();
    });
    const test = () => this.attempt(async () => {
      const { tookMs, status, error } = await post('test');
      this.session.tell(`${endpoint.name}: ${error ?? `answered ${status}`} after ${tookMs} ms.`);
    });
    const rotate = async () => {
      const { secret } = await post('secret');
      setTimeout(() => ask(close => h(Shown, { close, secret, title: `The secret of ${endpoint.name}`,
        text: 'It is shown only now. The one before signs, too, for 24 hours.' })));
    };
    return h('div', { class: 'actions' },
      endpoint.state === 'ACTIVE'
        ? h('button', { type: 'button', onClick: () => change('pause') }, 'Pause')
        : h('button', { type: 'button', onClick: () => change('resume') }, 'Resume'),
      h('button', { type: 'button', onClick: test }, 'Test'),
      h('button', { type: 'button', onClick: () => ask(close => h(Confirm, {
        close, title: `Replace the secret of ${endpoint.name}`, action: 'Replace', onSubmit: rotate,
        text: 'Receivers need the new secret within 24 hours.',
      })) }, 'New secret …'));
  }
}

function waiting(destination) {
  return destination ? count(destination.open) + (destination.more ? ' or more' : '') : '0';
}
