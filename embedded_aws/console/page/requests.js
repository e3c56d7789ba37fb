// Requests as they pass: the throttles' buckets, the list, and one request opened.
import { Component, html, milliseconds, time, tone } from './dom.js';
import { Buckets } from './buckets.js';
import { Opened } from './opened.js';
import { Stages } from './stages.js';

const ROWS = 100;

export class Requests extends Component {
  state = { open: null, filter: '' };

  render({ requests, paused, pause }, { open, filter }) {
    const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
    const rows = requests.filter((each) => words.every((word) => text(each).includes(word))).slice(0, ROWS);
    return html`
      <${Buckets} requests=${requests} />
      <div class="tools">
        <label>Filter <input type="search" value=${filter} placeholder="route, consumer, status …"
          onInput=${(event) => this.setState({ filter: event.target.value })} /></label>
        <button type="button" aria-pressed=${String(paused)} onClick=${pause}>${paused ? 'Go on' : 'Pause'}</button>
      </div>
      <div class=${`split ${open ? 'two' : ''}`}>
        <section aria-label="Requests">
          ${rows.length ? this.list(rows, open) : html`<p class="empty">${requests.length ? 'No request fits the filter.'
            : 'No request yet. Each one that the API answers appears here at once.'}</p>`}
        </section>
        ${open && html`<${Opened} key=${open} id=${open} select=${(id) => this.setState({ open: id })} />`}
      </div>`;
  }

  list(rows, open) {
    return html`
      <div class="scroll" tabindex="0" role="region" aria-label="Table of requests">
      <table class="requests">
        <thead><tr><th>Time</th><th>Route</th><th>Consumer</th><th>Status</th><th class="number">ms</th><th>Stages</th></tr></thead>
        <tbody>
          ${rows.map((each) => html`
            <tr key=${each.id} class=${each.id === open ? 'selected' : ''} onClick=${() => this.setState({ open: each.id })}>
              <td class="time">${time(each.at)}</td>
              <td><button type="button" class="link" aria-expanded=${String(each.id === open)}>
                <b>${each.method}</b> ${each.route || 'unknown route'}</button></td>
              <td>${each.consumer || '–'}</td>
              <td><span class=${`badge ${tone(each.status)}`}>${each.status}</span>
                ${each.cache && html` <span class=${`badge cache-${each.cache}`}>cache ${each.cache}</span>`}
                ${each.refusal && html` <span class="refused">${each.refusal.type}</span>`}</td>
              <td class="number">${milliseconds(each.ms)}</td>
              <td class="bar"><${Stages} request=${each} /></td>
            </tr>`)}
        </tbody>
      </table>
      </div>`;
  }
}

function text(request) {
  const { method, route, consumer, status, refusal, cache } = request;
  return `${method} ${route} ${consumer} ${status} ${refusal ? refusal.type : ''} ${cache || ''}`.toLowerCase();
}
