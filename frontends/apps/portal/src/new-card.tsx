import {useEffect, useImperativeHandle, useRef, useState, type Ref} from 'react';
import {useMutation} from '@connectrpc/connect-query';
import {BillingService} from '@avid/api/avid/billing/v1/billing_service';
import {PaymentService} from '@avid/api/avid/payment/v1/payment_service';
import {MethodSetupState, type MethodSetup} from '@avid/api/avid/payment/v1/payment';
import {Banner, Button, catalogue, LoadingState, useLocale, useTexts} from '@avid/kit';
import {clientOf, newRequestId, problemOf, usePlatform} from '@avid/platform';
import {loadStripe, type Elements, type Stripe} from './stripe';

const texts = catalogue({
  en: {cannot: 'A card cannot be taken at the moment', retry: 'Try again', notHere: 'This place takes no cards; ask the organisation how to pay.', loading: 'The card’s fields are loading', refused: 'The card was refused. Try another one.', late: 'Stripe has not told yet whether the card is saved. Look under Cards in a minute.'},
  de: {cannot: 'Im Moment kann keine Karte angenommen werden', retry: 'Noch einmal versuchen', notHere: 'Hier werden keine Karten angenommen; fragen Sie, wie Sie bezahlen können.', loading: 'Die Felder der Karte werden geladen', refused: 'Die Karte wurde abgelehnt. Versuchen Sie eine andere.', late: 'Stripe hat noch nicht gesagt, ob die Karte gespeichert ist. Sehen Sie in einer Minute unter Karten nach.'},
});

const POLL_MILLIS = 500;
const PATIENCE_MILLIS = 30_000;

export interface NewCardHandle {
  /** Saves what stands in the fields; the saved method's name. What is wrong with the card is thrown, and told in the fields. */
  save(): Promise<string>;
}

/** The card's fields are Stripe's own, in a frame of its origin: neither this page nor Avid ever holds a card's number. */
export function NewCard({customer, ref}: {customer: string; ref: Ref<NewCardHandle>}) {
  const said = useTexts(texts);
  const {tag} = useLocale();
  const {addresses: {stripeScript}} = usePlatform();
  const place = useRef<HTMLDivElement>(null);
  const open = useRef<{stripe: Stripe; elements: Elements; setup: MethodSetup}>(undefined);
  const [ready, setReady] = useState(false);
  const [fault, setFault] = useState<string>();
  const [attempt, setAttempt] = useState(0);
  const [requestId] = useState(newRequestId);
  const begin = useMutation(BillingService.method.startMethodSetup).mutateAsync;
  useEffect(() => {
    if (!stripeScript) return setFault(said.notHere);
    let left = false;
    let destroy: (() => void) | undefined;
    setFault(undefined);
    Promise.all([loadStripe(stripeScript), begin({customer, requestId})]).then(
      ([makeStripe, setup]) => {
        if (left || !place.current) return;
        const stripe = makeStripe(setup.publishableKey);
        const elements = stripe.elements({clientSecret: setup.clientSecret, locale: tag.slice(0, 2), appearance: {theme: isDark() ? 'night' : 'stripe'}});
        const element = elements.create('payment');
        element.on('ready', () => setReady(true));
        element.mount(place.current);
        destroy = () => element.destroy();
        open.current = {stripe, elements, setup};
      },
      (failure: unknown) => !left && setFault(problemOf(failure).message),
    );
    return () => {
      left = true;
      destroy?.();
      open.current = undefined;
    };
  }, [stripeScript, customer, requestId, tag, attempt]);
  useImperativeHandle(ref, () => ({
    async save() {
      if (!open.current) throw new Error(said.loading);
      const {stripe, elements, setup} = open.current;
      const {error} = await stripe.confirmSetup({elements, confirmParams: {return_url: window.location.href}, redirect: 'if_required'});
      if (error) throw new Error(error.message ?? said.refused);
      const end = Date.now() + PATIENCE_MILLIS;
      for (;;) {
        const {state, method, failure} = await clientOf(PaymentService).getMethodSetup({name: setup.name});
        if (state === MethodSetupState.SAVED) return method;
        if (state === MethodSetupState.SETUP_FAILED || state === MethodSetupState.SETUP_CANCELLED) throw new Error(failure?.message ?? said.refused);
        if (Date.now() > end) throw new Error(said.late);
        await new Promise((resume) => setTimeout(resume, POLL_MILLIS));
      }
    },
  }));
  return (
    <>
      {fault && <Banner tone="danger" title={said.cannot} actions={stripeScript && <Button onClick={() => setAttempt((before) => before + 1)}>{said.retry}</Button>}>{fault}</Banner>}
      {!ready && !fault && <LoadingState lines={3} label={said.loading} />}
      <div ref={place} />
    </>
  );
}

function isDark(): boolean {
  const chosen = document.documentElement.dataset['theme'];
  return chosen ? chosen === 'dark' : window.matchMedia('(prefers-color-scheme: dark)').matches;
}
