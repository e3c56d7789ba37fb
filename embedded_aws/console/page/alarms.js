// Alarms: those that ring first, then those without data.
import { html, Polled } from './dom.js';

const TONES = { ALARM: 'bad', INSUFFICIENT_DATA: 'none', OK: 'good' };
const WORDS = { ALARM: 'alarm', INSUFFICIENT_DATA: 'no data', OK: 'ok' };

export class Alarms extends Polled {
  source = 'alarms';

  view(alarms) {
    if (!alarms.length) return html`<p class="empty">No alarm is deployed.</p>`;
    const ringing = alarms.filter((each) => each.state === 'ALARM').length;
    return html`
      <p class="about">${alarms.length} alarms, ${ringing} ringing. They are evaluated every five seconds, over whole minutes.</p>
      <section class="alarms" aria-label="Alarms">
        ${alarms.map((each) => html`
          <article key=${`${each.region} ${each.name}`} class="card">
            <h2><span class=${`badge ${TONES[each.state]}`}>${WORDS[each.state]}</span> ${each.name}</h2>
            <p>${each.reason}</p>
            <p class="about">${each.region}${each.since ? ` · since ${each.since.slice(0, 19).replace('T', ' ')}` : ''}</p>
          </article>`)}
      </section>`;
  }
}
