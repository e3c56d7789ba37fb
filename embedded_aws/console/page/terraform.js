// Roots of Terraform by their states, with the addresses of all resources.
import { html, Polled } from './dom.js';

export class Roots extends Polled {
  source = 'terraform';
  seconds = 10;

  view(roots) {
    if (!roots.length) return html`<p class="empty">No bucket has a state of Terraform.</p>`;
    const whole = roots.reduce((sum, each) => sum + each.resources.length, 0);
    return html`
      <p class="about">${roots.length} states with ${whole} resources. States hold secrets: names and ARNs alone are read.</p>
      ${roots.map((root) => html`
        <details key=${`${root.bucket}/${root.name}`} class="card">
          <summary><b>${root.name}</b> <span class="about">${root.resources.length} resources · serial ${root.serial} · Terraform ${root.terraform} · ${root.changed.slice(0, 19)}</span></summary>
          ${modules(root.resources).map(([module, resources]) => html`
            <h2 key=${module} class="module">${module}</h2>
            <ul class="resources">${resources.map((each) => html`
              <li key=${each.address}><code>${each.address.slice(module === 'root' ? 0 : module.length + 1)}</code>
                ${each.arn && html` <small>${each.arn}</small>`}</li>`)}</ul>`)}
        </details>`)}`;
  }
}

function modules(resources) {
  const groups = new Map();
  for (const each of resources) {
    const end = each.address.lastIndexOf(`.${each.type}.`);
    const module = end > 0 ? each.address.slice(0, end) : 'root';
    groups.set(module, [...(groups.get(module) || []), each]);
  }
  return [...groups.entries()].sort(([a], [b]) => a.localeCompare(b));
}
