// How the service stands: counts, what rings within a minute, the next hour, and what happens.
import { h } from '../vendor.js';
import { Bars } from '../charts.js';
import { parse } from '../json.js';
import { Lane } from '../lane.js';
import { follow } from '../live.js';
import { link } from '../router.js';
import { clockTime } from '../time.js';
import { count, State, View } from '../view.js';

const FEED = 40;

/** How far the service counts deliveries. */
const COUNTED = 10000;

export class Overview extends View {
  state = { stats: null, deliveries: null, hour: null, feed: [], stream: 'open' };
  lane = new Lane();

  componentDidMount() {
    const { api } = this.session;
    this.every(2000, async signal => this.setState({
      stats: await api.get('timers/stats', {}, signal),
    }));
    this.every(2000, async signal => this.setState({
      deliveries: await api.get('deliveries/stats', {}, signal),
    }));
    this.every(10000, async signal => this.setState({
      hour: await api.get('timers/histogram', { buckets: 60 }, signal),
    }));
    this.every(5000, signal => this.lane.load(this.session, signal));
    this.stops.push(follow(api, 'timers/events', {}, (type, data) => this.happened(type, data),
      stream => this.setState({ stream })));
    this.stops.push(() => clearTimeout(this.showing));
  }

  /** Keeps what has happened. A busy service has more events than a page can show, so it is drawn now and then. */
  happened(type, data) {
    if (type === 'dropped' || type === 'gap') {
      return;
    }
    const timer = parse(data);
    const at = this.session.now();
    this.lane.happened(type, timer, at);
    this.recent = [{ type, id: timer.id, at }, ...this.recent ?? this.state.feed].slice(0, FEED);
    this.showing ??= setTimeout(() => {
      this.showing = undefined;
      this.setState({ feed: this.recent });
    }, 250);
  }

  render(props, { stats, deliveries, hour, feed, stream }) {
    const { utc } = this.session;
    return h('div', null,
      h('h1', null, 'Overview'),
      this.problem(),
      h('div', { class: 'tiles' },
        tile('Pending', stats?.pending, link(['timers'], { state: 'PENDING' })),
        tile('Elapsed', stats?.elapsed, link(['timers'], { state: 'ELAPSED' })),
        tile('Cancelled', stats?.cancelled, link(['timers'], { state: 'CANCELLED' })),
        tile('Skipped', stats?.skipped, link(['timers'], { state: 'SKIPPED' })),
        tile('Deliveries open', deliveries && deliveries.pending + deliveries.leased, link(['destinations']),
          { more: deliveries?.more }),
        tile('Deliveries dead', deliveries?.dead, link(['deliveries'], { state: 'DEAD' }),
          { bad: deliveries?.dead > 0, more: deliveries?.dead >= COUNTED })),
      h('section', { 'aria-labelledby': 'minute' },
        h('h2', { id: 'minute' }, 'The next minute'),
        h(this.lane.view, { utc })),
      h('section', { 'aria-labelledby': 'hour' },
        h('h2', { id: 'hour' }, 'The next hour'),
        h(Bars, { histogram: hour, utc })),
      h('section', { 'aria-labelledby': 'feed' },
        h('h2', { id: 'feed' }, 'What happens',
          stream === 'broken' && h('span', { class: 'quiet' }, ' (the stream is broken; trying again)')),
        feed.length === 0
          ? h('p', { class: 'quiet' }, 'Nothing since this page was opened.')
          : h('ol', { class: 'feed' }, feed.map(({ type, id, at }) => h('li', null,
            h('span', { class: 'quiet' }, clockTime(at, utc)), ' ', h(State, { of: type }), ' ',
            h('a', { href: link(['timers', id]) }, id))))));
  }
}

function tile(title, number, href, { bad, more } = {}) {
  const known = number !== undefined && number !== null;
  return h('a', { class: bad ? 'tile bad' : 'tile', href },
    h('span', null, title), h('strong', null, known ? count(number) + (more ? '+' : '') : '…'));
}
