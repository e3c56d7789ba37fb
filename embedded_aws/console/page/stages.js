// The way of a request through the gateway's stages: a bar of shares, or a table with times.
import { html, milliseconds } from './dom.js';

const name = (stage) => stage.replaceAll(' ', '-');

export function Stages({ request }) {
  const whole = request.stages.reduce((sum, [, ms]) => sum + ms, 0) || 1;
  const words = request.stages.map(([stage, ms]) => `${stage} ${milliseconds(ms)} ms`).join(', ');
  return html`
    <span class="shares" role="img" aria-label=${words} title=${words}>
      ${request.stages.map(([stage, ms], at) => html`
        <i key=${at} class=${`stage-${name(stage)}`} style=${{ width: `${(100 * ms) / whole}%` }}></i>`)}
    </span>`;
}

export function Way({ request }) {
  const whole = request.stages.reduce((sum, [, ms]) => sum + ms, 0) || 1;
  let before = 0;
  return html`
    <table class="way">
      <thead><tr><th>Stage</th><th>Way</th><th class="number">ms</th></tr></thead>
      <tbody>
        ${request.stages.map(([stage, ms], at) => {
          const left = before;
          before += ms;
          const refused = request.refusal && request.refusal.stage === stage;
          return html`
            <tr key=${at}>
              <th scope="row">${stage}${remark(request, stage, refused)}</th>
              <td><span class="track"><i class=${`stage-${name(stage)} ${refused ? 'stopped' : ''}`}
                style=${{ marginLeft: `${(100 * left) / whole}%`, width: `max(2px, ${(100 * ms) / whole}%)` }}></i></span></td>
              <td class="number">${milliseconds(ms)}</td>
            </tr>`;
        })}
      </tbody>
    </table>`;
}

function remark(request, stage, refused) {
  if (refused) return html` <em class="refused">refused: ${request.refusal.type}</em>`;
  if (stage === 'authorizer' && request.authorization === 'CUSTOM')
    return html` <em>${request.authorizerMs === null ? 'policy was cached' : 'function was asked'}</em>`;
  if (stage === 'cache') return html` <em>${request.cache}</em>`;
  if (stage === 'integration' && request.integration) return html` <em>${request.integration}</em>`;
  return '';
}
