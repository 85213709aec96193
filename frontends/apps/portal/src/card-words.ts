import type {PaymentMethod} from '@avid/api/avid/payment/v1/payment';

const BRANDS: Readonly<Record<string, string>> = {visa: 'Visa', mastercard: 'Mastercard', amex: 'American Express', discover: 'Discover', diners: 'Diners Club', jcb: 'JCB', unionpay: 'UnionPay'};

/** "Visa •••• 4242". */
export function cardWords({card}: PaymentMethod): string {
  return card ? `${BRANDS[card.brand] ?? card.brand} •••• ${card.last4}` : '';
}

/** "12/29". */
export function expiryWords({card}: PaymentMethod): string {
  return card ? `${String(card.expiryMonth).padStart(2, '0')}/${String(card.expiryYear % 100).padStart(2, '0')}` : '';
}
