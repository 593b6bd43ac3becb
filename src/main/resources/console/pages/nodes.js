// The nodes that share the work, and this one's version.
import { h } from '../vendor.js';
import { Facts, Table, Time, View } from '../view.js';

export class Nodes extends View {
  state = { nodes: null };

  componentDidMount() {
    this.every(3000, async signal => {
      const { nodes } = await this.session.api.get('nodes', {}, signal);
      this.setState({ nodes });
    });
  }

  render(props, { nodes }) {
    if (nodes === null) {
      return this.waiting('Nodes');
    }
    const { who } = this.session;
    return h('div', null,
      h('h1', null, 'Nodes'),
      this.problem(),
      h(Table, { caption: 'Nodes', rows: nodes, columns: [
        ['Name', node => [node.name, node.self && h('span', { class: 'quiet' }, ' (answers this page)')]],
        ['Share of the timers', node => node.share === undefined ? '' : `${Math.round(Number(node.share) * 1000) / 10} %`],
        ['Last seen', node => h(Time, { at: node.seenAt, far: true })],
      ] }),
      h(Facts, { of: [['Version', who.version], ['Store', who.store]] }));
  }
}
