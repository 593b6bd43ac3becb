// Deliveries, the dead ones first, and one of them with its attempts.
import { h } from '../vendor.js';
import { Confirm } from '../dialogs.js';
import { link } from '../router.js';
import { destination, Facts, Field, ListView, option, Payload, State, Table, Time, View } from '../view.js';

export class Deliveries extends ListView {
  async fetch(signal) {
    const { query } = this.props;
    const page = await this.session.api.get('deliveries', {
      state: query.get('state') ?? 'DEAD',
      endpoint: query.get('endpoint'),
      queue: query.get('queue'),
      cursor: query.get('cursor'),
      limit: 100,
    }, signal);
    return { rows: page.deliveries, next: page.next };
  }

  render({ query }) {
    const state = query.get('state') ?? 'DEAD';
    return h('div', null,
      h('h1', null, 'Deliveries'),
      this.filters(query, state),
      (state === 'DEAD' || state === 'PENDING') && this.session.may('write') && h('p', null, h('button', {
        type: 'button', onClick: () => this.retryAll(query, state),
      }, `Try all ${state.toLowerCase()} ones again …`)),
      this.rows('Deliveries', [
        ['Timer', delivery => h('a', { class: 'row', href: link(['deliveries', delivery.id]) }, delivery.timer.id)],
        ['State', delivery => h(State, { of: delivery.state })],
        ['To', delivery => destination(delivery.timer.deliver)],
        ['Attempts', delivery => String(delivery.attempts)],
        ['Elapsed', delivery => h(Time, { at: delivery.timer.elapsedAt })],
        ['Next attempt, or end', delivery => h(Time, {
          at: delivery.nextAttemptAt ?? delivery.leaseEndsAt ?? delivery.deliveredAt ?? delivery.deadAt, far: true })],
      ], `No delivery is ${state.toLowerCase()} here.`));
  }

  filters(query, state) {
    const apply = event => {
      event.preventDefault();
      const form = new FormData(event.currentTarget);
      const [kind, ...name] = form.get('to').trim().split(':');
      this.filter({
        state: form.get('state'),
        endpoint: kind === 'to' ? name.join(':') : '',
        queue: kind === 'queue' ? name.join(':') : '',
      });
    };
    const to = query.get('endpoint') ? `to:${query.get('endpoint')}`
      : query.get('queue') ? `queue:${query.get('queue')}` : '';
    return h('form', { class: 'filters', onSubmit: apply, key: query.toString() },
      h(Field, { label: 'State' }, h('select', { name: 'state', value: state },
        ['DEAD', 'PENDING', 'LEASED', 'DELIVERED'].map(option))),
      h(Field, { label: 'To' }, h('input', { name: 'to', value: to, placeholder: 'to:billing or queue:emails',
        pattern: '(to|queue):.+' })),
      h('button', null, 'Filter'));
  }

  retryAll(query, state) {
    const { api, ask, tell } = this.session;
    const filters = { state, endpoint: query.get('endpoint'), queue: query.get('queue') };
    ask(close => h(Confirm, {
      close,
      title: 'Try deliveries again',
      text: 'This tries all deliveries again that match the filters, not only those of this page.',
      typed: state.toLowerCase(),
      action: 'Try again',
      onSubmit: async () => {
        const { retried } = await api.call('POST', 'deliveries/retry', { query: filters });
        tell(`${retried} ${retried === 1 ? 'delivery is' : 'deliveries are'} tried again.`);
        this.load();
      },
    }));
  }
}

export class Delivery extends View {
  state = { delivery: null };

  get path() {
    return `deliveries/${encodeURIComponent(this.props.parts[1])}`;
  }

  componentDidMount() {
    this.every(2000, signal => this.load(signal));
  }

  async load(signal) {
    this.setState({ delivery: await this.session.api.get(this.path, {}, signal) });
  }

  render(props, { delivery }) {
    if (delivery === null) {
      return this.waiting('Delivery');
    }
    const { timer } = delivery;
    const retry = () => this.attempt(async () => {
      await this.session.api.call('POST', `${this.path}/retry`);
      await this.load();
    });
    return h('div', null,
      h('h1', null, 'Delivery of ', timer.id, ' ', h(State, { of: delivery.state })),
      this.problem(),
      ['DEAD', 'PENDING'].includes(delivery.state) && this.session.may('write') && h('div', { class: 'actions' },
        h('button', { type: 'button', class: 'main', onClick: retry }, 'Try again now')),
      h(Facts, { of: [
        ['Id', delivery.id],
        ['Timer', h('a', { href: link(['timers', timer.id]) }, timer.id)],
        ['To', destination(timer.deliver)],
        ['Attempts', String(delivery.attempts)],
        ['Next attempt', delivery.nextAttemptAt && h(Time, { at: delivery.nextAttemptAt, far: true })],
        ['Lease ends', delivery.leaseEndsAt && h(Time, { at: delivery.leaseEndsAt, far: true })],
        ['Delivered', delivery.deliveredAt && h(Time, { at: delivery.deliveredAt, far: true })],
        ['Dead since', delivery.deadAt && h(Time, { at: delivery.deadAt, far: true })],
        ['Payload', h(Payload, { of: timer.payload })],
      ] }),
      h('h2', null, 'Attempts'),
      h(Attempts, { delivery }));
  }
}

/** The last attempts of a delivery. */
export function Attempts({ delivery }) {
  return h(Table, {
    caption: 'Attempts',
    rows: (delivery.history ?? []).map(attempt => ({ ...attempt, key: attempt.attempt })).reverse(),
    none: delivery.attempts === 0 ? 'None yet.' : 'Workers make these attempts; only their number is kept.',
    columns: [
      ['Attempt', attempt => String(attempt.attempt)],
      ['At', attempt => h(Time, { at: attempt.at })],
      ['Took', attempt => `${attempt.tookMs} ms`],
      ['Status', attempt => attempt.status === undefined ? '' : String(attempt.status)],
      ['Answer', attempt => attempt.error ?? (attempt.answer && h(Answer, { of: attempt.answer }))],
    ],
  });
}

function Answer({ of }) {
  return h('details', null, h('summary', null, `${of.length} characters`), h('pre', { class: 'payload' }, of));
}
