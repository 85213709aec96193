// The card's fields, in a frame of Stripe's own origin. It speaks with Stripe.js in the merchant's page by messages that
// never hold what is typed here.
const query = new URLSearchParams(location.search);
const german = (query.get('locale') ?? '').toLowerCase().startsWith('de') || (query.get('locale') === 'auto' && navigator.language.startsWith('de'));
const form = document.getElementById('card');
const error = document.getElementById('error');
const texts = german
  ? {number: 'Kartennummer', expiry: 'Gültig bis', cvc: 'Prüfziffer', incomplete_number: 'Die Kartennummer ist unvollständig.', incomplete_expiry: 'Das Ablaufdatum ist unvollständig.', incomplete_cvc: 'Die Prüfziffer ist unvollständig.', down: 'Stripe antwortet nicht. Versuchen Sie es noch einmal.'}
  : {number: 'Card number', expiry: 'Expiry', cvc: 'Security code', incomplete_number: 'Your card number is incomplete.', incomplete_expiry: "Your card's expiration date is incomplete.", incomplete_cvc: "Your card's security code is incomplete.", down: 'Stripe does not answer. Try again.'};
const POLL_MILLIS = 400;

document.documentElement.lang = german ? 'de' : 'en';
if (query.get('theme') === 'night') document.documentElement.dataset.theme = 'night';
for (const label of document.querySelectorAll('[data-text]')) label.textContent = texts[label.dataset.text];

// What is said here is the same to any page: that there is a frame, how high it is, whether the fields are filled.
const tell = (message) => parent.postMessage(message, '*');
const digits = (field) => form.elements[field].value.replace(/\D/g, '');
const missing = () => (digits('number').length < 12 ? 'number' : digits('expiry').length < 4 ? 'expiry' : digits('cvc').length < 3 ? 'cvc' : undefined);

form.elements.number.addEventListener('input', ({target}) => {
  target.value = digits('number').replace(/(\d{4})(?=\d)/g, '$1 ');
});
form.elements.expiry.addEventListener('input', ({target, inputType}) => {
  const typed = digits('expiry').slice(0, 4);
  if (!inputType?.startsWith('delete')) target.value = typed.length >= 2 ? `${typed.slice(0, 2)} / ${typed.slice(2)}` : typed;
});
form.addEventListener('input', () => {
  show('');
  tell({kind: 'change', complete: missing() === undefined, empty: !form.elements.number.value});
});
form.addEventListener('submit', (event) => event.preventDefault());

function show(message, field) {
  error.textContent = message;
  error.hidden = message === '';
  for (const input of form.querySelectorAll('input')) input.setAttribute('aria-invalid', String(input.name === field));
  if (field) form.elements[field].focus();
}

async function ask(path, values, post) {
  const body = new URLSearchParams(values);
  const answer = await fetch(post ? path : `${path}?${body}`, post ? {method: 'POST', body} : {});
  return answer.json();
}

async function confirm({key, clientSecret}) {
  const field = missing();
  if (field) {
    show(texts[`incomplete_${field}`], field);
    return {error: {type: 'validation_error', code: `incomplete_${field}`, message: texts[`incomplete_${field}`]}};
  }
  let result = await ask('confirm-setup', {key, client_secret: clientSecret, number: digits('number'), expiry: form.elements.expiry.value, cvc: digits('cvc')}, true);
  const action = result.setupIntent?.next_action;
  if (result.setupIntent?.status === 'requires_action') {
    tell({kind: 'challenge', url: action.use_stripe_sdk?.stripe_js ?? action.redirect_to_url.url});
    while (result.setupIntent?.status === 'requires_action') {
      await new Promise((resume) => setTimeout(resume, POLL_MILLIS));
      result = await ask('setup-intent', {key, client_secret: clientSecret}, false);
    }
    if (result.setupIntent?.status === 'requires_payment_method') result = {error: result.setupIntent.last_setup_error};
  }
  if (result.error) show(result.error.message);
  return result;
}

addEventListener('message', async ({data, origin, source}) => {
  if (source !== parent) return;
  if (data?.kind === 'focus') form.elements.number.focus();
  if (data?.kind !== 'confirm') return;
  const result = await confirm(data).catch(() => ({error: {type: 'api_connection_error', message: texts.down}}));
  parent.postMessage({kind: 'result', result}, origin);
});

new ResizeObserver(() => tell({kind: 'height', pixels: Math.ceil(form.getBoundingClientRect().height)})).observe(form);
tell({kind: 'ready'});
