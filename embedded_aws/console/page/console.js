// The frame of the page: the views by the address's hash, and the stream of requests.
import { Component, html, render } from './dom.js';
import { Alarms } from './alarms.js';
import { Functions } from './functions.js';
import { Requests } from './requests.js';
import { Tables } from './tables.js';
import { Roots } from './terraform.js';

const KEPT = 500;
const VIEWS = {
  requests: ['Requests', Requests],
  functions: ['Functions', Functions],
  tables: ['Tables', Tables],
  alarms: ['Alarms', Alarms],
  terraform: ['Terraform', Roots],
};

class Page extends Component {
  state = { view: here(), requests: [], live: false, paused: false };

  componentDidMount() {
    addEventListener('hashchange', () => this.setState({ view: here() }));
    this.events = new EventSource('events');
    this.events.onopen = () => this.setState({ live: true, requests: [] });
    this.events.onerror = () => this.setState({ live: false });
    this.events.onmessage = (event) => this.take(JSON.parse(event.data));
  }

  take(batch) {
    this.setState(({ requests, paused }) =>
      paused ? null : { requests: [...batch.reverse(), ...requests].slice(0, KEPT) });
  }

  render() {
    const { view, requests, live, paused } = this.state;
    const [, View] = VIEWS[view];
    return html`
      <header>
        <h1>Console <span>embedded AWS</span></h1>
        <nav aria-label="Views">
          ${Object.entries(VIEWS).map(([name, [title]]) => html`
            <a key=${name} href=${`#${name}`} aria-current=${name === view ? 'page' : null}>${title}</a>`)}
        </nav>
        <p class=${`live ${live ? 'on' : 'off'}`} role="status">${live ? 'live' : 'not connected'}</p>
      </header>
      <main>
        <${View} requests=${requests} paused=${paused} pause=${() => this.setState({ paused: !paused })} />
      </main>`;
  }
}

function here() {
  const name = location.hash.slice(1).split('/')[0];
  return name in VIEWS ? name : 'requests';
}

render(html`<${Page} />`, document.body);
