// Swagger UI over the contract, with the token of the form.
import { current } from './portal.js';

const { api } = document.documentElement.dataset;
const dark = matchMedia('(prefers-color-scheme: dark)');

function paint() {
  document.documentElement.classList.toggle('dark-mode', dark.matches);
}

function authorize() {
  const kept = current();
  if (kept) ui.preauthorizeApiKey('token', kept.token);
}

paint();
dark.addEventListener('change', paint);
const ui = SwaggerUIBundle({
  url: 'openapi.json',
  dom_id: '#reference',
  docExpansion: 'list',
  defaultModelsExpandDepth: -1,
  tryItOutEnabled: Boolean(api),
  supportedSubmitMethods: api ? undefined : [],
  validatorUrl: null,
  onComplete: () => {
    authorize();
    polish();
    unfold();
  },
});
addEventListener('token', authorize);
addEventListener('hashchange', unfold);

// Links of the other pages lead to `#/tag/operation`. Swagger UI's own would stand inside of buttons.
function unfold() {
  const [, tag, operation] = location.hash.split('/');
  const place = operation && document.getElementById(`operations-${tag}-${operation}`);
  if (!place) return;
  if (!place.classList.contains('is-open')) place.querySelector('.opblock-summary-control').click();
  place.scrollIntoView();
}

// What Swagger UI leaves out for those who do not see or use a mouse.
function polish() {
  const root = document.getElementById('reference');
  const mend = () => {
    root.querySelectorAll('textarea:not([aria-label])').forEach((each) => each.setAttribute('aria-label', 'Request body'));
    root.querySelectorAll('.microlight:not([tabindex])').forEach((each) => each.setAttribute('tabindex', '0'));
    root.querySelectorAll('main:not([role])').forEach((each) => each.setAttribute('role', 'presentation'));
  };
  mend();
  new MutationObserver(mend).observe(root, { childList: true, subtree: true });
}
