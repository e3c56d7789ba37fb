// Tables, and the items of one, a page at a time. Values may be personal: they are shown when asked for.
import { Component, data, html, Polled } from './dom.js';

export class Tables extends Polled {
  source = 'tables';

  view(tables) {
    if (!tables.length) return html`<p class="empty">There is no table.</p>`;
    const open = tables.find((each) => id(each) === this.state.open) || tables[0];
    return html`
      <div class="tools">
        <label>Table <select onChange=${(event) => this.setState({ open: event.target.value })}>
          ${tables.map((each) => html`
            <option key=${id(each)} value=${id(each)} selected=${each === open}>${each.name} (${each.items})</option>`)}
        </select></label>
        <p class="about">${open.region} · key ${open.keys.join(', ')}
          ${open.indexes.map((each) => ` · ${each.name}: ${each.keys.join(', ')}`)}</p>
      </div>
      <${Items} key=${id(open)} table=${open} />`;
  }
}

const id = (table) => `${table.region}/${table.name}`;

class Items extends Component {
  state = { page: 0, values: false, content: null, trouble: '' };

  componentDidMount() {
    this.ask(0, false);
  }

  async ask(page, values) {
    const { name, region } = this.props.table;
    try {
      const content = await data('items', { table: name, region, page, values: values ? 1 : 0 });
      this.setState({ page, values, content, trouble: '' });
    } catch (error) {
      this.setState({ trouble: error.message });
    }
  }

  render(_, { page, values, content, trouble }) {
    if (trouble) return html`<p class="trouble" role="alert">${trouble}</p>`;
    if (!content) return html`<p class="empty">Reading …</p>`;
    return html`
      <div class="tools">
        <label class="check"><input type="checkbox" checked=${values} onChange=${() => this.ask(page, !values)} />
          Show values, which may be personal</label>
        <button type="button" onClick=${() => this.ask(page, values)}>Read again</button>
        <span class="pages">
          <button type="button" disabled=${page === 0} onClick=${() => this.ask(page - 1, values)}>Before</button>
          page ${page + 1}
          <button type="button" disabled=${!content.more} onClick=${() => this.ask(page + 1, values)}>After</button>
        </span>
      </div>
      ${content.items.length ? content.items.map((item, at) => html`
        <article key=${at} class="card item"><dl>
          ${item.map((each) => html`
            <div key=${each.name}><dt>${each.name}</dt>
              <dd>${each.value === null ? html`<i class="hidden">${each.type}</i>` : each.value}</dd></div>`)}
        </dl></article>`) : html`<p class="empty">No item on this page.</p>`}`;
  }
}
