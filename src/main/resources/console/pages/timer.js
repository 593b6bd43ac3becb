// One timer: its life, and what became of its delivery.
import { h } from '../vendor.js';
import { Confirm, Reschedule } from '../dialogs.js';
import { follow } from '../live.js';
import { link } from '../router.js';
import { duration } from '../time.js';
import { destination, Facts, Labels, Payload, State, Time, View } from '../view.js';
import { Attempts } from './deliveries.js';

export class Timer extends View {
  state = { timer: null, delivery: null };

  get path() {
    return `timers/${encodeURIComponent(this.props.parts[1])}`;
  }

  componentDidMount() {
    this.every(5000, signal => this.load(signal));
    this.stops.push(follow(this.session.api, `${this.path}/events`, {}, () => this.attempt(() => this.load())));
  }

  async load(signal) {
    const { api } = this.session;
    const timer = await api.get(this.path, { wait: 0 }, signal);
    const delivery = timer.delivery ? await api.get(`deliveries/${timer.delivery.id}`, {}, signal) : null;
    this.setState({ timer, delivery });
  }

  render(props, { timer, delivery }) {
    if (timer === null) {
      return this.waiting(this.props.parts[1]);
    }
    return h('div', null,
      h('h1', null, timer.id, ' ', h(State, { of: timer.state })),
      this.problem(),
      this.actions(timer),
      h(Life, { timer, delivery, now: this.session.now() }),
      h(Facts, { of: [
        ['Deadline', h(Time, { at: timer.deadline, far: true })],
        ['Created', h(Time, { at: timer.createdAt, far: true })],
        ['Elapsed', timer.elapsedAt && h(Time, { at: timer.elapsedAt, far: true })],
        ['Cancelled', timer.cancelledAt && h(Time, { at: timer.cancelledAt, far: true })],
        ['Skipped', timer.skippedAt && h(Time, { at: timer.skippedAt, far: true })],
        ['Late by', timer.latenessMs === undefined ? undefined : `${timer.latenessMs} ms`],
        ['If late', timer.ifLate && `${timer.ifLate} after ${timer.maxLateness}`],
        ['Labels', Object.keys(timer.labels).length > 0 && h(Labels, { of: timer.labels })],
        ['Deliver', destination(timer.deliver)],
        ['Schedule', timer.schedule && h('a', { href: link(['schedules', timer.schedule]) }, timer.schedule)],
        ['Version', String(timer.version)],
        ['Payload', h(Payload, { of: timer.payload })],
      ] }),
      delivery && h('section', null,
        h('h2', null, 'Delivery ', h(State, { of: delivery.state })),
        h('p', null, h('a', { href: link(['deliveries', delivery.id]) }, delivery.id)),
        h(Attempts, { delivery })));
  }

  actions(timer) {
    const { api, ask, may } = this.session;
    if (timer.state !== 'PENDING' || !may('write')) {
      return null;
    }
    const cancel = async () => {
      await api.call('DELETE', this.path);
      await this.load();
    };
    return h('div', { class: 'actions' },
      h('button', { type: 'button', onClick: () => ask(close => h(Reschedule, { timer, close, done: () => this.load() })) },
        'Reschedule …'),
      h('button', { type: 'button', class: 'danger', onClick: () => ask(close => h(Confirm, {
        close,
        title: 'Cancel this timer',
        text: `${timer.id} will not elapse. It cannot be undone.`,
        action: 'Cancel it',
        onSubmit: cancel,
      })) }, 'Cancel …'));
  }
}

/** The life of a timer as a line of moments. */
function Life({ timer, delivery, now }) {
  const moments = [['Created', timer.createdAt]];
  if (timer.state === 'PENDING') {
    moments.push(['Now', new Date(now).toISOString()], ['Due', timer.deadline]);
  } else {
    if (timer.state === 'CANCELLED') {
      moments.push(['Cancelled', timer.cancelledAt]);
    } else {
      moments.push(['Due', timer.deadline], [timer.state === 'ELAPSED' ? 'Elapsed' : 'Skipped', timer.elapsedAt ?? timer.skippedAt]);
    }
    for (const attempt of delivery?.history ?? []) {
      moments.push([`Attempt ${attempt.attempt}`, attempt.at]);
    }
    if (delivery?.deliveredAt) {
      moments.push(['Delivered', delivery.deliveredAt]);
    } else if (delivery?.deadAt) {
      moments.push(['Dead', delivery.deadAt]);
    }
  }
  moments.sort(([, a], [, b]) => Date.parse(a) - Date.parse(b));
  return h('ol', { class: 'life' }, moments.map(([name, at], i) => h('li', { class: name.toLowerCase() },
    h('strong', null, name), h(Time, { at }),
    i > 0 && h('span', { class: 'quiet' }, `+ ${duration(Date.parse(at) - Date.parse(moments[i - 1][1]))}`))));
}
