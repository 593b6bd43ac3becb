// Dialogs: to confirm what cannot be undone, to create a timer, and the keys.
import { Component, createRef, h } from './vendor.js';
import { Field, Session } from './view.js';

/** A dialog that has the focus until it is closed. */
class Dialog extends Component {
  dialog = createRef();
  state = { problem: null, busy: false };

  componentDidMount() {
    this.dialog.current.showModal();
  }

  async submit(event) {
    event.preventDefault();
    this.setState({ busy: true, problem: null });
    try {
      await this.props.onSubmit(new FormData(event.target));
      this.props.close();
    } catch (problem) {
      this.setState({ problem, busy: false });
    }
  }

  render({ title, action, danger, blocked, close, children }, { problem, busy }) {
    return h('dialog', { ref: this.dialog, onClose: close, 'aria-labelledby': 'dialog-title' },
      h('form', { onSubmit: event => this.submit(event) },
        h('h2', { id: 'dialog-title' }, title),
        children,
        problem && h('p', { class: 'notice bad', role: 'alert' }, problem.message),
        h('div', { class: 'actions' },
          h('button', { type: 'button', onClick: close }, action ? 'Back' : 'Close'),
          action && h('button', { class: danger ? 'danger' : 'main', disabled: busy || blocked }, action))));
  }
}

/** Asks before something is done that cannot be undone; for much of it, a text has to be typed. */
export class Confirm extends Component {
  render({ title, text, typed, action, onSubmit, close }, { given }) {
    return h(Dialog, { title, action, danger: true, blocked: typed !== undefined && given !== typed, onSubmit, close },
      h('p', null, text),
      typed !== undefined && h(Field, { label: `Type ${typed} to confirm` },
        h('input', { name: 'typed', autoComplete: 'off', autofocus: true,
          onInput: event => this.setState({ given: event.target.value }) })));
  }
}

const TIME = /^\d{4}-\d/; // all else is a duration

/** Creates a timer. */
export class CreateTimer extends Component {
  key = crypto.randomUUID?.() ?? String(Math.random()); // a repeated click creates one timer

  async create(form) {
    const { api, go } = this.context;
    const when = form.get('when').trim();
    const labels = Object.fromEntries(form.get('labels').split(/[\s,]+/).filter(Boolean).map(label => {
      const colon = label.indexOf(':');
      return colon < 0 ? [label, ''] : [label.slice(0, colon), label.slice(colon + 1)];
    }));
    const [kind, ...name] = form.get('deliver').trim().split(':');
    const payload = form.get('payload').trim();
    const fields = {
      [TIME.test(when) ? 'at' : 'delay']: when,
      ...(Object.keys(labels).length ? { labels } : {}),
      ...(kind ? { deliver: { [kind]: name.join(':') } } : {}),
    };
    const rest = JSON.stringify(fields);
    const body = payload === '' ? rest : `${rest.slice(0, -1)},"payload":${payload}}`; // with all its digits
    const id = form.get('id').trim();
    const timer = id === ''
      ? await api.call('POST', 'timers', { body, headers: { 'Idempotency-Key': this.key } })
      : await api.call('PUT', `timers/${encodeURIComponent(id)}`, { body });
    go(['timers', timer.id]);
  }

  render({ close }) {
    return h(Dialog, { title: 'Create a timer', action: 'Create', onSubmit: form => this.create(form), close },
      h(Field, { label: 'When', hint: 'a duration such as 30s, 15m or P1D, or a time such as 2030-01-01T09:00:00Z' },
        h('input', { name: 'when', required: true, autofocus: true, autoComplete: 'off' })),
      h(Field, { label: 'Id', hint: 'made by the service if left empty' },
        h('input', { name: 'id', autoComplete: 'off' })),
      h(Field, { label: 'Labels', hint: 'name:value, with spaces between several' },
        h('input', { name: 'labels', autoComplete: 'off' })),
      h(Field, { label: 'Deliver', hint: 'to:endpoint or queue:name; to nobody if left empty' },
        h('input', { name: 'deliver', autoComplete: 'off' })),
      h(Field, { label: 'Payload', hint: 'any JSON' },
        h('textarea', { name: 'payload', rows: 3, spellCheck: false })));
  }
}
CreateTimer.contextType = Session;

/** Changes when a timer is due. */
export class Reschedule extends Component {
  render({ timer, close, done }) {
    const { api } = this.context;
    const change = async form => {
      const when = form.get('when').trim();
      await api.call('PATCH', `timers/${encodeURIComponent(timer.id)}`, {
        body: JSON.stringify({ [TIME.test(when) ? 'at' : 'delay']: when }),
        headers: { 'If-Match': `"${timer.version}"` },
      });
      done();
    };
    return h(Dialog, { title: `Reschedule ${timer.id}`, action: 'Reschedule', onSubmit: change, close },
      h(Field, { label: 'When', hint: 'a duration from now, such as 30s, or a time' },
        h('input', { name: 'when', required: true, autofocus: true, autoComplete: 'off' })));
  }
}
Reschedule.contextType = Session;

const KEYS = [
  ['/', 'search for an id'],
  ['j, k', 'the next or previous row of a list; Enter opens it'],
  ['c', 'create a timer'],
  ['?', 'this list'],
  ['Esc', 'close a dialog'],
];

export function Keys({ close }) {
  return h(Dialog, { title: 'Keys', close },
    h('dl', { class: 'facts' }, KEYS.map(([key, does]) => [h('dt', null, h('kbd', null, key)), h('dd', null, does)])));
}

/** Shows what the service shows once. */
export function Shown({ title, text, secret, close }) {
  return h(Dialog, { title, close }, h('p', null, text), h('pre', { class: 'payload', tabIndex: 0 }, secret));
}
