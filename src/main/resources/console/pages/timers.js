// Timers that match filters.
import { h } from '../vendor.js';
import { Confirm } from '../dialogs.js';
import { link } from '../router.js';
import { fieldOf, instantOf } from '../time.js';
import { destination, Field, Labels, ListView, option, State, Time } from '../view.js';

const FILTERS = ['state', 'label', 'idPrefix', 'deliver', 'dueAfter', 'dueBefore', 'order', 'cursor'];
const LIMIT = 100;

export class Timers extends ListView {
  async fetch(signal) {
    const page = await this.session.api.get('timers', { ...this.given(...FILTERS), limit: LIMIT }, signal);
    return { rows: page.timers, next: page.next };
  }

  render({ query }) {
    const labels = query.getAll('label');
    return h('div', null,
      h('h1', null, 'Timers'),
      this.filters(query),
      labels.length > 0 && this.session.may('write') && h('p', null, h('button', {
        type: 'button', class: 'danger', onClick: () => this.cancelAll(labels),
      }, `Cancel all pending with ${labels.join(' and ')} …`)),
      this.rows('Timers', [
        ['Id', timer => h('a', { class: 'row', href: link(['timers', timer.id]) }, timer.id)],
        ['State', timer => h(State, { of: timer.state })],
        ['Deadline', timer => h(Time, { at: timer.deadline, far: timer.state === 'PENDING' })],
        ['Late by', timer => timer.latenessMs === undefined ? '' : `${timer.latenessMs} ms`],
        ['Labels', timer => h(Labels, { of: timer.labels })],
        ['Delivery', timer => timer.delivery
          ? h('a', { href: link(['deliveries', timer.delivery.id]) }, h(State, { of: timer.delivery.state }))
          : destination(timer.deliver)],
      ], 'No timer matches.'));
  }

  filters(query) {
    const { utc } = this.session;
    const apply = event => {
      event.preventDefault();
      const form = new FormData(event.currentTarget);
      const time = name => form.get(name) && instantOf(form.get(name), utc);
      this.filter({
        state: form.get('state'),
        label: form.get('label').split(/[\s,]+/).filter(Boolean),
        idPrefix: form.get('idPrefix').trim(),
        deliver: form.get('deliver').trim(),
        dueAfter: time('dueAfter'),
        dueBefore: time('dueBefore'),
        order: form.get('order'),
      });
    };
    const when = name => query.get(name) ? fieldOf(query.get(name), utc) : '';
    return h('form', { class: 'filters', onSubmit: apply, key: query.toString() },
      h(Field, { label: 'State' }, h('select', { name: 'state', value: query.get('state') ?? '' },
        [['', 'any'], 'PENDING', 'ELAPSED', 'CANCELLED', 'SKIPPED'].map(option))),
      h(Field, { label: 'Id begins with' }, h('input', { name: 'idPrefix', value: query.get('idPrefix') ?? '' })),
      h(Field, { label: 'Labels' },
        h('input', { name: 'label', value: query.getAll('label').join(' '), placeholder: 'team:blue' })),
      h(Field, { label: 'Delivered to' },
        h('input', { name: 'deliver', value: query.get('deliver') ?? '', placeholder: 'queue:emails' })),
      h(Field, { label: 'Due from' },
        h('input', { name: 'dueAfter', type: 'datetime-local', step: 1, value: when('dueAfter') })),
      h(Field, { label: 'Due before' },
        h('input', { name: 'dueBefore', type: 'datetime-local', step: 1, value: when('dueBefore') })),
      h(Field, { label: 'Order' }, h('select', { name: 'order', value: query.get('order') ?? '' },
        [['', 'first to last'], ['desc', 'last to first']].map(option))),
      h('button', null, 'Filter'));
  }

  cancelAll(labels) {
    const { api, ask, tell } = this.session;
    ask(close => h(Confirm, {
      close,
      title: 'Cancel timers',
      text: `This cancels all pending timers with ${labels.join(' and ')}. It cannot be undone.`,
      typed: labels.join(' '),
      action: 'Cancel them',
      onSubmit: async () => {
        const { cancelled } = await api.call('DELETE', 'timers', { query: { label: labels } });
        tell(`${cancelled} ${cancelled === 1 ? 'timer was' : 'timers were'} cancelled.`);
        this.load();
      },
    }));
  }
}
