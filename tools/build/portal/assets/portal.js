// The state of the API, and a token from the form: for this tab only, and sent to the API alone.
const { api, token: endpoint } = document.documentElement.dataset;
const form = document.getElementById('credentials');

export function current() {
  try {
    const kept = JSON.parse(sessionStorage.getItem('token'));
    return kept && kept.until > Date.now() ? kept : null;
  } catch {
    return null;
  }
}

async function status(place) {
  const began = performance.now();
  try {
    const answer = await fetch(`${api}/health`);
    const took = Math.round(performance.now() - began);
    place.textContent = answer.ok ? `The API answers (${took} ms)` : `The API answers ${answer.status}`;
    place.className = answer.ok ? 'good' : 'bad';
  } catch {
    place.textContent = 'The API does not answer';
    place.className = 'bad';
  }
}

async function fetched(fields) {
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: fields.get('client').trim(), client_secret: fields.get('secret') });
  const scope = fields.get('scope').trim();
  if (scope) body.set('scope', scope);
  const answer = await fetch(endpoint, { method: 'POST', body });
  const content = await answer.json().catch(() => ({}));
  if (answer.ok) return content;
  const words = { invalid_client: 'The client id and the secret do not fit; look at both.', invalid_scope: 'Your client does not have all of these scopes.',
    unauthorized_client: 'This client may not get a token; it may be blocked.' };
  throw new Error(words[content.error] || `The token endpoint answers ${answer.status} ${content.error || ''}`);
}

function scopes(token) {
  try {
    return JSON.parse(atob(token.split('.')[1].replace(/-/g, '+').replace(/_/g, '/'))).scope || '';
  } catch {
    return '';
  }
}

function show() {
  const kept = current();
  const place = document.getElementById('token');
  if (kept && place) {
    const until = new Date(kept.until).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
    place.textContent = `You have a token until ${until}, for ${scopes(kept.token) || 'no scope'}.`;
    place.className = 'fine';
  }
  const tier = document.getElementById('tier');
  if (tier && kept && kept.limits) {
    const { name, rate, burst, quota, left, period } = kept.limits;
    const rows = [['Tier', name], ['Calls a second', rate], ['At once', burst], ['Quota', quota ? `${quota.toLocaleString('en')} a ${period.toLowerCase()}, ${left.toLocaleString('en')} left` : 'none']];
    tier.querySelector('dl').replaceChildren(...rows.flatMap(([term, text]) => [element('dt', term), element('dd', text ?? 'no limit')]));
    tier.hidden = false;
  }
}

function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

form?.addEventListener('submit', async (event) => {
  event.preventDefault();
  const place = document.getElementById('token');
  try {
    const content = await fetched(new FormData(form));
    const kept = { token: content.access_token, until: Date.now() + content.expires_in * 1000, limits: content.limits };
    sessionStorage.setItem('token', JSON.stringify(kept));
    form.elements.secret.value = '';
    show();
    dispatchEvent(new CustomEvent('token'));
  } catch (error) {
    place.textContent = error.message;
    place.className = 'trouble';
  }
});

show();
if (api) status(document.getElementById('status'));
