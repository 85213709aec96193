import {InvoiceState, SettlementState, type Invoice} from '@avid/api/avid/invoice/v1/invoice';
import {PaymentState, type Payment} from '@avid/api/avid/payment/v1/payment';
import {catalogue, type Tone} from '@avid/kit';

/** Where an invoice stands, in one word for people. */
export type Standing = 'draft' | 'void' | 'open' | 'partly' | 'paid';

export function standingOf({state, settlement}: Invoice): Standing {
  if (state === InvoiceState.DRAFT) return 'draft';
  if (state === InvoiceState.VOID) return 'void';
  return settlement === SettlementState.SETTLED ? 'paid' : settlement === SettlementState.PARTLY_SETTLED ? 'partly' : 'open';
}

export const standingTones: Readonly<Record<Standing, Tone>> = {draft: 'neutral', void: 'neutral', open: 'info', partly: 'warning', paid: 'positive'};

export const standingTexts = catalogue({
  en: {draft: 'Draft', void: 'Withdrawn', open: 'Open', partly: 'Partly settled', paid: 'Settled'},
  de: {draft: 'Entwurf', void: 'Zurückgezogen', open: 'Offen', partly: 'Teils beglichen', paid: 'Beglichen'},
});

export type PaymentStateName = keyof typeof PaymentState;

export function paymentStateOf(payment: Payment): PaymentStateName {
  return (PaymentState[payment.state] ?? 'PAYMENT_STATE_UNSPECIFIED') as PaymentStateName;
}

export const paymentTones: Readonly<Record<PaymentStateName, Tone>> = {PENDING: 'info', REQUIRES_ACTION: 'warning', SUCCEEDED: 'positive', FAILED: 'danger', CANCELLED: 'neutral', PAYMENT_STATE_UNSPECIFIED: 'neutral'};

export const paymentTexts = catalogue({
  en: {PENDING: 'Pending', REQUIRES_ACTION: 'Waits for the customer', SUCCEEDED: 'Paid', FAILED: 'Failed', CANCELLED: 'Cancelled', PAYMENT_STATE_UNSPECIFIED: ''},
  de: {PENDING: 'Unterwegs', REQUIRES_ACTION: 'Wartet auf den Kunden', SUCCEEDED: 'Bezahlt', FAILED: 'Gescheitert', CANCELLED: 'Abgebrochen', PAYMENT_STATE_UNSPECIFIED: ''},
});
