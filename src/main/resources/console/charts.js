// The chart of how many timers are due when.
import { Component, createRef, h, UPlot } from './vendor.js';
import { colors } from './colors.js';
import { clockTime } from './time.js';
import { count } from './view.js';

const HEIGHT = 160;

/** A histogram as bars. A bucket with more than can be counted is as high as what was counted. */
export class Bars extends Component {
  place = createRef();

  componentDidMount() {
    this.resized = new ResizeObserver(() => this.plot?.setSize({ width: this.width(), height: HEIGHT }));
    this.resized.observe(this.place.current);
    this.scheme = matchMedia('(prefers-color-scheme: dark)');
    this.redraw = () => this.draw(true);
    this.scheme.addEventListener('change', this.redraw);
    this.themes = new MutationObserver(this.redraw);
    this.themes.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    this.draw(true);
  }

  componentDidUpdate(before) {
    this.draw(before.utc !== this.props.utc);
  }

  componentWillUnmount() {
    this.resized.disconnect();
    this.themes.disconnect();
    this.scheme.removeEventListener('change', this.redraw);
    this.plot?.destroy();
  }

  width() {
    return this.place.current.clientWidth;
  }

  draw(anew) {
    const { histogram } = this.props;
    if (!histogram) {
      return;
    }
    const data = [
      histogram.buckets.map(bucket => Date.parse(bucket.from) / 1000),
      histogram.buckets.map(bucket => bucket.count),
    ];
    if (anew || !this.plot) {
      this.plot?.destroy();
      this.plot = new UPlot(this.options(), data, this.place.current);
    } else {
      this.plot.setData(data);
    }
  }

  options() {
    const [ink, grid, bar] = colors(this.place.current, '--ink', '--line', '--accent');
    const axis = { stroke: ink, grid: { stroke: grid, width: 1 }, ticks: { stroke: grid } };
    return {
      width: this.width(),
      height: HEIGHT,
      legend: { show: false },
      cursor: { show: false },
      scales: { x: { time: true }, y: { range: (plot, low, high) => [0, Math.max(high, 1)] } },
      axes: [
        { ...axis, values: (plot, seconds) => seconds.map(each => clockTime(each * 1000, this.props.utc).slice(0, 5)) },
        { ...axis, size: 60, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000] },
      ],
      series: [{}, { fill: bar, stroke: bar, width: 0, paths: UPlot.paths.bars({ size: [0.8], align: 1 }),
        points: { show: false } }],
    };
  }

  render({ histogram }) {
    return h('figure', null,
      h('div', { ref: this.place, class: 'chart', role: 'img', 'aria-label': said(histogram) }),
      h('figcaption', { class: 'quiet' }, said(histogram)));
  }
}

function said(histogram) {
  if (!histogram) {
    return 'Loading …';
  }
  const sum = histogram.buckets.reduce((all, bucket) => all + bucket.count, 0);
  const more = histogram.buckets.some(bucket => bucket.more);
  return `${count(sum)}${more ? ' or more' : ''} pending timers are due in this time`;
}
