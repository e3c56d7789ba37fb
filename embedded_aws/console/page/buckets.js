// The throttles' buckets: each as it was after its last request, filling at its rate since.
import { Component, html } from './dom.js';

const SHOWN = 8;

export class Buckets extends Component {
  componentDidMount() {
    this.timer = setInterval(() => this.setState({}), 200);
  }

  componentWillUnmount() {
    clearInterval(this.timer);
  }

  render({ requests }) {
    const buckets = latest(requests);
    if (!buckets.length) return null;
    const now = Date.now() / 1000;
    return html`
      <section class="buckets" aria-label="Throttles">
        ${buckets.slice(0, SHOWN).map((each) => {
          const tokens = Math.min(each.burst, each.tokens + Math.max(0, now - each.at) * each.rate);
          const share = each.burst ? tokens / each.burst : 0;
          return html`
            <div key=${each.key} class="bucket">
              <b title=${each.name}>${each.name}</b>
              <small>${each.rate}/s${each.quotaLeft !== null ? ` · quota: ${each.quotaLeft} left` : ''}</small>
              <span class="track"><i class=${share < 0.1 ? 'bad' : share < 0.4 ? 'warn' : 'good'}
                style=${{ width: `${100 * share}%` }}></i></span>
              <small>${Math.floor(tokens)} of ${each.burst}</small>
            </div>`;
        })}
      </section>`;
  }
}

// Requests come newest first: the first that names a bucket says how it stands.
function latest(requests) {
  const known = new Map();
  for (const request of requests)
    for (const bucket of request.buckets)
      if (!known.has(bucket.key)) {
        const plan = bucket.key.startsWith('plan ');
        known.set(bucket.key, { ...bucket, at: request.at, quotaLeft: plan ? request.quotaLeft : null });
      }
  const order = ({ key }) => (key.startsWith('plan') ? 0 : key === 'account' ? 2 : 1);
  return [...known.values()].sort((a, b) => order(a) - order(b) || a.name.localeCompare(b.name));
}
