// One request: its way, its access-log line, the lines of functions, calls of AWS, other requests.
import { Component, data, html, milliseconds, time, tone } from './dom.js';
import { Way } from './stages.js';

const FIRST_MS = 600;

export class Opened extends Component {
  state = { request: null, trouble: '' };

  componentDidMount() {
    if (matchMedia('(max-width: 60rem)').matches) this.base.scrollIntoView();
    this.ask();
    this.timer = setTimeout(() => this.ask(), FIRST_MS); // log lines come a moment after the answer
  }

  componentWillUnmount() {
    clearTimeout(this.timer);
  }

  async ask() {
    try {
      this.setState({ request: await data('request', { id: this.props.id }), trouble: '' });
    } catch (error) {
      this.setState({ trouble: error.message });
    }
  }

  render({ select }, { request, trouble }) {
    return html`
      <aside aria-label="The opened request">
        <button type="button" class="close" onClick=${() => select(null)}>Close</button>
        ${trouble && html`<p class="trouble" role="alert">${trouble}</p>`}
        ${request && this.view(request, select)}
      </aside>`;
  }

  view(request, select) {
    return html`
      <h2>${request.method} ${request.route || 'unknown route'}
        <span class=${`badge ${tone(request.status)}`}>${request.status}</span></h2>
      <p class="about">${time(request.at)} · ${milliseconds(request.ms)} ms · ${request.length} bytes
        · ${request.consumer || 'no consumer'} · ${request.api}/${request.stage}</p>
      <${Way} request=${request} />
      ${request.related.length > 0 && html`
        <h3>Requests with the same correlation id</h3>
        <ul class="related">${request.related.map((each) => html`
          <li key=${each.id}><button type="button" class="link" onClick=${() => select(each.id)}>
            <b>${each.method}</b> ${each.route}</button> ${each.consumer || ''}
            <span class=${`badge ${tone(each.status)}`}>${each.status}</span> ${milliseconds(each.ms)} ms</li>`)}
        </ul>`}
      ${request.calls.length > 0 && html`
        <h3>Calls of AWS services</h3>
        <ul class="calls">${request.calls.map((each, at) => html`
          <li key=${at}><code>${each.operation.replace(/_\d{8}\./, '.')}</code> ${milliseconds(each.ms)} ms</li>`)}
        </ul>`}
      <h3>Access log</h3>
      ${request.line ? html`<${Line} message=${request.line} />` : html`<p class="empty">This stage writes no access log.</p>`}
      <h3>Log lines</h3>
      ${request.lines.length ? request.lines.map((each, at) => html`
        <div key=${at} class="line"><small>${time(each.at / 1000)} ${each.group}</small><${Line} message=${each.message} /></div>`)
        : html`<p class="empty">No function has logged anything about it.</p>`}`;
  }
}

// A JSON line as its fields, without those that are empty; any other as it is.
export function Line({ message }) {
  let fields = null;
  try {
    fields = JSON.parse(message);
  } catch {}
  if (!fields || typeof fields !== 'object' || Array.isArray(fields)) return html`<pre class="text">${message.trimEnd()}</pre>`;
  return html`
    <dl>${Object.entries(fields).filter(([, value]) => value !== '-' && value !== '').map(([name, value]) => html`
      <div key=${name}><dt>${name}</dt><dd>${typeof value === 'string' ? value : JSON.stringify(value)}</dd></div>`)}
    </dl>`;
}
