// Functions with their aliases, weights and versions, and the log of one as it is written.
import { Component, html, Polled, time } from './dom.js';
import { Line } from './opened.js';

const LINES = 300;

export class Functions extends Polled {
  source = 'functions';

  view(functions) {
    if (!functions.length) return html`<p class="empty">No function is deployed.</p>`;
    const open = this.state.open;
    return html`
      <div class=${`split ${open ? 'two' : ''}`}>
        <section class="cards" aria-label="Functions">
          ${functions.map((each) => html`
            <article key=${`${each.region} ${each.name}`} class="card">
              <h2>${each.name}</h2>
              <p class="about">${each.region} · ${each.runtime} · ${each.memoryMb} MB · ${each.timeoutSeconds} s</p>
              ${each.aliases.map((alias) => html`<${Alias} key=${alias.name} alias=${alias} />`)}
              <details><summary>${count(each.versions.length, 'version')}</summary>
                <ul>${each.versions.map((version) => html`
                  <li key=${version.version}><b>${version.version}</b> ${version.modified.slice(0, 19).replace('T', ' ')}
                    · ${Math.ceil(version.sizeBytes / 1024)} KB ${version.description}</li>`)}</ul>
              </details>
              <button type="button" onClick=${() => this.setState({ open: each.logGroup })}>Show its log</button>
            </article>`)}
        </section>
        ${open && html`<${Log} key=${open} group=${open} close=${() => this.setState({ open: null })} />`}
      </div>`;
  }
}

const count = (number, noun) => `${number} ${noun}${number === 1 ? '' : 's'}`;

function Alias({ alias }) {
  return html`
    <div class="alias">
      <b>${alias.name}</b>
      ${Object.entries(alias.shares).map(([version, percent]) => html`
        <span key=${version} class="share">version ${version}
          <span class="track"><i class="good" style=${{ width: `${percent}%` }}></i></span> ${percent} %</span>`)}
    </div>`;
}

class Log extends Component {
  state = { lines: [] };

  componentDidMount() {
    this.events = new EventSource(`events?${new URLSearchParams({ group: this.props.group })}`);
    this.events.onopen = () => this.setState({ lines: [] });
    this.events.onmessage = (event) =>
      this.setState(({ lines }) => ({ lines: [...JSON.parse(event.data).reverse(), ...lines].slice(0, LINES) }));
  }

  componentWillUnmount() {
    this.events.close();
  }

  render({ group, close }, { lines }) {
    return html`
      <aside aria-label="The log of a function">
        <button type="button" class="close" onClick=${close}>Close</button>
        <h2>${group}</h2>
        ${lines.length ? lines.map((each, at) => html`
          <div key=${`${each.at} ${lines.length - at}`} class="line"><small>${time(each.at / 1000)}</small><${Line} message=${each.message} /></div>`)
          : html`<p class="empty">No line yet.</p>`}
      </aside>`;
  }
}
