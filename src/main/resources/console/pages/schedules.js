// Schedules, and one of them with its occurrences.
import { h } from '../vendor.js';
import { Confirm } from '../dialogs.js';
import { link } from '../router.js';
import {
  count, destination, Facts, Field, Labels, ListView, option, Payload, State, Table, Time, View,
} from '../view.js';

export class Schedules extends ListView {
  async fetch(signal) {
    const given = this.given('state', 'label', 'idPrefix', 'order', 'cursor');
    const page = await this.session.api.get('schedules', { ...given, limit: 100 }, signal);
    return { rows: page.schedules, next: page.next };
  }

  render({ query }) {
    const apply = event => {
      event.preventDefault();
      const form = new FormData(event.currentTarget);
      this.filter({ state: form.get('state'), idPrefix: form.get('idPrefix').trim() });
    };
    return h('div', null,
      h('h1', null, 'Schedules'),
      h('form', { class: 'filters', onSubmit: apply, key: query.toString() },
        h(Field, { label: 'State' }, h('select', { name: 'state', value: query.get('state') ?? '' },
          [['', 'any'], 'ACTIVE', 'PAUSED', 'ENDED'].map(option))),
        h(Field, { label: 'Id begins with' }, h('input', { name: 'idPrefix', value: query.get('idPrefix') ?? '' })),
        h('button', null, 'Filter')),
      this.rows('Schedules', [
        ['Id', schedule => h('a', { class: 'row', href: link(['schedules', schedule.id]) }, schedule.id)],
        ['State', schedule => h(State, { of: schedule.state })],
        ['When', rule],
        ['Next', schedule => h(Time, { at: schedule.pending?.deadline, far: true })],
        ['Made', schedule => count(schedule.made)],
        ['Deliver', schedule => destination(schedule.timer.deliver)],
      ], 'No schedule matches.'));
  }
}

function rule(schedule) {
  return schedule.cron ? `${schedule.cron} (${schedule.zone})` : `every ${schedule.every}`;
}

export class Schedule extends View {
  state = { schedule: null, occurrences: [] };

  get path() {
    return `schedules/${encodeURIComponent(this.props.parts[1])}`;
  }

  componentDidMount() {
    this.every(3000, signal => this.load(signal));
  }

  async load(signal) {
    const { api } = this.session;
    const schedule = await api.get(this.path, {}, signal);
    const { timers } = await api.get('timers', { idPrefix: `${schedule.id}~`, order: 'desc', limit: 20 }, signal);
    this.setState({ schedule, occurrences: timers });
  }

  render(props, { schedule, occurrences }) {
    if (schedule === null) {
      return this.waiting(this.props.parts[1]);
    }
    return h('div', null,
      h('h1', null, schedule.id, ' ', h(State, { of: schedule.state })),
      this.problem(),
      this.session.may('write') && this.actions(schedule),
      h(Facts, { of: [
        ['When', rule(schedule)],
        ['From', schedule.from && h(Time, { at: schedule.from })],
        ['Until', schedule.until && h(Time, { at: schedule.until })],
        ['At most', schedule.count && `${schedule.count} times`],
        ['Flexible by', schedule.flexible],
        ['If missed', schedule.missed],
        ['Overlap', schedule.overlap],
        ['Made', count(schedule.made)],
        ['Missed', schedule.missedCount > 0 && count(schedule.missedCount)],
        ['Cut', schedule.cutCount > 0 && count(schedule.cutCount)],
        ['Labels', Object.keys(schedule.timer.labels).length > 0 && h(Labels, { of: schedule.timer.labels })],
        ['Deliver', destination(schedule.timer.deliver)],
        ['Payload', h(Payload, { of: schedule.timer.payload })],
      ] }),
      h('h2', null, 'Next instants'),
      schedule.next.length === 0 ? h('p', { class: 'quiet' }, 'None.')
        : h('ol', { class: 'instants' }, schedule.next.map(at => h('li', null, h(Time, { at, far: true })))),
      h('h2', null, 'Occurrences, the last ones first'),
      h(Table, { caption: 'Occurrences', rows: occurrences, none: 'None is kept.', columns: [
        ['Id', timer => h('a', { href: link(['timers', timer.id]) }, timer.id)],
        ['State', timer => h(State, { of: timer.state })],
        ['Deadline', timer => h(Time, { at: timer.deadline, far: true })],
        ['Late by', timer => timer.latenessMs === undefined ? '' : `${timer.latenessMs} ms`],
        ['Delivery', timer => timer.delivery
          && h('a', { href: link(['deliveries', timer.delivery.id]) }, h(State, { of: timer.delivery.state }))],
      ] }));
  }

  actions(schedule) {
    const { api, ask, tell } = this.session;
    const post = what => this.attempt(async () => {
      const answer = await api.call('POST', `${this.path}/${what}`);
      await this.load();
      return answer;
    });
    const pause = async () => {
      await api.call('POST', `${this.path}/pause`);
      await this.load();
    };
    return h('div', { class: 'actions' },
      schedule.state === 'ACTIVE' && h('button', { type: 'button', onClick: () => ask(close => h(Confirm, {
        close, title: 'Pause this schedule', action: 'Pause', onSubmit: pause,
        text: 'Its pending occurrence is cancelled. It goes on with the next instant after it is resumed.',
      })) }, 'Pause …'),
      schedule.state === 'PAUSED' && h('button', { type: 'button', onClick: () => post('resume') }, 'Resume'),
      h('button', { type: 'button', onClick: async () => await post('trigger') && tell('An extra occurrence is due now.') },
        'Trigger now'));
  }
}
