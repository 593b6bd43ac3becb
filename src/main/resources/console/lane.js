// The next minute as a lane: each pending timer is a dot that moves to the left edge, which is now, and rings there.
import { Component, createRef, h } from './vendor.js';
import { colors } from './colors.js';
import { isLive } from './live.js';

const MINUTE = 60000;
const MOST = 500;
const RINGS_FOR = 1200;
const HEIGHT = 110;

/** What is due within a minute. */
export class Lane {
  constructor() {
    this.due = new Map(); // id -> deadline
    this.rings = []; // {row, since}
    this.more = false;
    this.session = null;
    const lane = this;
    this.view = class extends LaneView {
      lane = lane;
    };
  }

  async load(session, signal) {
    this.session = session;
    const now = session.now();
    const page = await session.api.get('timers', {
      state: 'PENDING',
      dueAfter: new Date(now - 1000).toISOString(),
      dueBefore: new Date(now + MINUTE + 5000).toISOString(),
      limit: MOST,
    }, signal);
    this.due = new Map(page.timers.map(timer => [timer.id, Date.parse(timer.deadline)]));
    this.more = page.next !== undefined;
  }

  happened(type, timer, now) {
    if (type === 'delivered' || type === 'dead') {
      return;
    }
    if (timer.state === 'PENDING') {
      const deadline = Date.parse(timer.deadline);
      if (deadline < now + MINUTE + 5000 && this.due.size < MOST) {
        this.due.set(timer.id, deadline);
      } else {
        this.due.delete(timer.id);
      }
      return;
    }
    this.due.delete(timer.id);
    if (type === 'elapsed' && this.rings.length < MOST) {
      this.rings.push({ row: rowOf(timer.id), since: performance.now() });
    }
  }
}

/** Timers that are due together lie in different rows. */
function rowOf(id) {
  let hash = 0;
  for (let i = 0; i < id.length; i++) {
    hash = (hash * 31 + id.charCodeAt(i)) | 0;
  }
  return (hash >>> 0) % 8;
}

class LaneView extends Component {
  canvas = createRef();

  componentDidMount() {
    this.still = matchMedia('(prefers-reduced-motion: reduce)');
    const turn = () => {
      if (isLive()) {
        this.draw();
      }
      // A minute on a thousand pixels: a dot needs a new place some sixteen times a second.
      this.next = setTimeout(() => { this.frame = requestAnimationFrame(turn); }, this.still.matches ? 1000 : 60);
    };
    turn();
  }

  componentWillUnmount() {
    clearTimeout(this.next);
    cancelAnimationFrame(this.frame);
  }

  draw() {
    const canvas = this.canvas.current;
    const { due, more, session } = this.lane;
    const scale = devicePixelRatio || 1;
    const width = canvas.clientWidth;
    if (canvas.width !== Math.round(width * scale)) {
      canvas.width = Math.round(width * scale);
      canvas.height = HEIGHT * scale;
    }
    const [ink, line, dot, ring] = colors(canvas, '--quiet', '--line', '--accent', '--ring');
    const context = canvas.getContext('2d');
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, width, HEIGHT);
    const left = 24;
    const x = millis => left + millis / MINUTE * (width - left);
    context.font = `11px ${getComputedStyle(canvas).fontFamily}`;
    for (let second = 0; second < 60; second += 10) {
      context.fillStyle = second === 0 ? ring : line;
      context.fillRect(x(second * 1000), 0, second === 0 ? 2 : 1, HEIGHT - 16);
      context.fillStyle = ink;
      context.fillText(second === 0 ? 'now' : `${second} s`, x(second * 1000) - (second === 0 ? 10 : 0), HEIGHT - 3);
    }
    const now = session?.now() ?? 0;
    context.fillStyle = dot;
    let within = 0;
    for (const [id, deadline] of due) {
      if (deadline > now + MINUTE) {
        continue;
      }
      within++;
      circle(context, x(Math.max(deadline - now, 0)), 8 + rowOf(id) * 11, 4);
      context.fill();
    }
    this.ringing(context, left, ring);
    this.say(within, more);
  }

  ringing(context, left, color) {
    const now = performance.now();
    this.lane.rings = this.lane.rings.filter(({ since }) => now - since < RINGS_FOR);
    context.strokeStyle = color;
    context.lineWidth = 2;
    for (const { row, since } of this.lane.rings) {
      const part = this.still.matches ? 0.3 : (now - since) / RINGS_FOR;
      context.globalAlpha = 1 - part;
      circle(context, left, 8 + row * 11, 4 + part * 16);
      context.stroke();
    }
    context.globalAlpha = 1;
  }

  /** Says the same in words. */
  say(within, more) {
    const said = `${within}${more ? ' or more' : ''} due within a minute`;
    if (said !== this.state.said) {
      this.setState({ said });
    }
  }

  render(props, { said }) {
    return h('figure', { class: 'lane' },
      h('canvas', { ref: this.canvas, role: 'img', 'aria-label': said ?? 'Loading', height: HEIGHT }),
      h('figcaption', { class: 'quiet' }, said ?? 'Loading …'));
  }
}

function circle(context, x, y, radius) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
}
