// In place of https://js.stripe.com: the part of Stripe.js's interface by which a card is saved. See
// https://docs.stripe.com/js: Stripe(key).elements({clientSecret}), elements.create('payment'), element.mount,
// element.on, stripe.confirmSetup, stripe.retrieveSetupIntent. The card's fields are a frame of this script's
// origin; the page's own scripts never see what is typed there.
(() => {
  const origin = new URL(document.currentScript.src).origin;

  function integrationError(message) {
    const error = new Error(message);
    error.name = 'IntegrationError';
    return error;
  }

  function style(element, rules) {
    // By the object model: a style attribute would need unsafe-inline in the page's policy.
    for (const [name, value] of Object.entries(rules)) element.style.setProperty(name, value);
  }

  function paymentElement(key, options) {
    const listeners = new Map();
    const waiting = [];
    let frame;
    let challenge;
    const emit = (event, value) => (listeners.get(event) ?? []).forEach((listener) => listener(value));

    function endChallenge() {
      challenge?.remove();
      challenge = undefined;
    }

    function showChallenge(url) {
      endChallenge();
      challenge = document.createElement('dialog');
      challenge.setAttribute('aria-label', 'Your bank asks whether it is you');
      style(challenge, {width: 'min(480px, 96vw)', height: 'min(560px, 90vh)', padding: '0', border: '0', 'border-radius': '12px', overflow: 'hidden'});
      const page = document.createElement('iframe');
      page.src = url;
      page.title = 'Your bank';
      page.name = 'stripe-challenge';
      style(page, {width: '100%', height: '100%', border: '0'});
      challenge.addEventListener('cancel', (event) => event.preventDefault());
      challenge.append(page);
      document.body.append(challenge);
      challenge.showModal();
    }

    function hear(event) {
      if (!frame || event.source !== frame.contentWindow || event.origin !== origin) return;
      const {kind, ...said} = event.data ?? {};
      if (kind === 'height') style(frame, {height: `${said.pixels}px`});
      if (kind === 'ready') emit('ready', {elementType: 'payment'});
      if (kind === 'change') emit('change', {elementType: 'payment', complete: said.complete, empty: said.empty, collapsed: false, value: {type: 'card'}});
      if (kind === 'challenge') showChallenge(said.url);
      if (kind === 'result') {
        endChallenge();
        waiting.splice(0).forEach((resolve) => resolve(said.result));
      }
    }

    return {
      mount(target) {
        const place = typeof target === 'string' ? document.querySelector(target) : target;
        if (!place) throw integrationError(`The selector you specified (${target}) applies to no DOM elements that are currently on the page.`);
        frame = document.createElement('iframe');
        frame.title = 'Secure payment input frame';
        frame.name = 'stripe-payment-element';
        style(frame, {width: '100%', height: '0', border: '0', display: 'block'});
        const query = new URLSearchParams({locale: options.locale ?? 'auto', theme: options.appearance?.theme ?? 'stripe'});
        frame.src = `${origin}/v3/payment-element.html?${query}`;
        window.addEventListener('message', hear);
        place.replaceChildren(frame);
      },
      on(event, listener) {
        listeners.set(event, [...(listeners.get(event) ?? []), listener]);
        return this;
      },
      focus() {
        frame?.contentWindow.postMessage({kind: 'focus'}, origin);
      },
      unmount() {
        window.removeEventListener('message', hear);
        endChallenge();
        frame?.remove();
        frame = undefined;
      },
      destroy() {
        this.unmount();
        listeners.clear();
      },
      confirm(clientSecret) {
        if (!frame) throw integrationError('elements should have a mounted Payment Element or Express Checkout Element.');
        return new Promise((resolve) => {
          waiting.push(resolve);
          frame.contentWindow.postMessage({kind: 'confirm', key, clientSecret}, origin);
        });
      },
    };
  }

  window.Stripe = function Stripe(key) {
    if (typeof key !== 'string' || !key.startsWith('pk_')) throw integrationError(`Stripe() takes a publishable key, which begins with pk_; given ${typeof key === 'string' ? key.slice(0, 7) : typeof key}.`);
    return {
      elements(options = {}) {
        let made;
        return {
          create(type) {
            if (type !== 'payment') throw integrationError(`Local mode's Stripe.js has the element 'payment'; given '${type}'.`);
            made = paymentElement(key, options);
            return made;
          },
          getElement: (type) => (type === 'payment' ? (made ?? null) : null),
          submit: async () => ({}),
          _options: options,
          _made: () => made,
        };
      },
      async confirmSetup({elements, clientSecret, confirmParams = {}, redirect = 'always'}) {
        const secret = clientSecret ?? elements?._options.clientSecret;
        if (!secret) throw integrationError('stripe.confirmSetup() takes elements that were made with a clientSecret, or a clientSecret.');
        if (redirect === 'always' && !confirmParams.return_url) throw integrationError('stripe.confirmSetup() takes confirmParams.return_url, unless redirect is if_required.');
        const result = await elements._made().confirm(secret);
        if (result.setupIntent && redirect === 'always') {
          const back = new URL(confirmParams.return_url);
          back.searchParams.set('setup_intent', result.setupIntent.id);
          back.searchParams.set('setup_intent_client_secret', secret);
          back.searchParams.set('redirect_status', result.setupIntent.status);
          window.location.assign(back);
          return new Promise(() => undefined);
        }
        return result;
      },
    };
  };
  window.Stripe.version = 3;
})();
