// Preact's elements through htm's templates, and the few things that every view needs.
import { Component, h, render } from './vendor/preact.mjs';
import htm from './vendor/htm.mjs';

export const html = htm.bind(h);
export { Component, render };

export async function data(name, query = {}) {
  const answer = await fetch(`data/${name}?${new URLSearchParams(query)}`);
  if (!answer.ok) throw new Error((await answer.text()).trim());
  return answer.json();
}

export const time = (seconds) =>
  `${new Date(seconds * 1000).toLocaleTimeString('en-GB')}.${String(Math.floor(seconds * 1000) % 1000).padStart(3, '0')}`;

export const milliseconds = (value) =>
  value < 0.01 ? '<0.01' : value < 10 ? value.toFixed(2) : value < 100 ? value.toFixed(1) : value.toFixed(0);

export const tone = (status) => (status >= 500 ? 'bad' : status >= 400 ? 'warn' : 'good');

// A view that asks for its data when it appears, and again every few seconds.
export class Polled extends Component {
  state = { content: null, trouble: '' };
  seconds = 3;

  componentDidMount() {
    this.ask();
    this.timer = setInterval(() => this.ask(), this.seconds * 1000);
  }

  componentWillUnmount() {
    clearInterval(this.timer);
  }

  async ask() {
    if (document.hidden) return;
    try {
      this.setState({ content: await data(this.source), trouble: '' });
    } catch (error) {
      this.setState({ trouble: `No answer: ${error.message}. Is the stack running?` });
    }
  }

  render() {
    const { content, trouble } = this.state;
    return html`
      ${trouble && html`<p class="trouble" role="alert">${trouble}</p>`}
      ${content ? this.view(content) : html`<p class="empty">Reading …</p>`}`;
  }
}
