import {trustedScriptUrl} from '@avid/platform';

/** The part of Stripe.js (https://docs.stripe.com/js) that saves a card. */
export interface Stripe {
  elements(options: {clientSecret: string; locale: string; appearance: {theme: 'stripe' | 'night'}}): Elements;
  confirmSetup(options: {elements: Elements; confirmParams: {return_url: string}; redirect: 'if_required'}): Promise<{setupIntent?: {id: string; status: string}; error?: {type: string; code?: string; message?: string}}>;
}

export interface Elements {
  create(type: 'payment'): StripeElement;
}

export interface StripeElement {
  mount(place: HTMLElement): void;
  on(event: 'ready', listener: () => void): unknown;
  destroy(): void;
}

type MakeStripe = (publishableKey: string) => Stripe;

let loading: Promise<MakeStripe> | undefined;

/** From Stripe's own address: nobody else may serve it, or see what is typed into its fields. A failure is forgotten, so that a retry can work. */
export function loadStripe(script: string): Promise<MakeStripe> {
  loading ??= new Promise<MakeStripe>((done, failed) => {
    const element = document.createElement('script');
    element.src = trustedScriptUrl(script) as string;
    element.async = true;
    element.onload = () => {
      const {Stripe} = window as unknown as {Stripe?: MakeStripe};
      if (Stripe) done(Stripe);
      else failed(new Error(`${script} was loaded and gives no Stripe.`));
    };
    element.onerror = () => failed(new Error(`${script} could not be loaded. A blocker of scripts may keep it out; allow it and try again.`));
    document.head.append(element);
  }).catch((failure: unknown) => {
    loading = undefined;
    throw failure;
  });
  return loading;
}
