import {TransactionKind} from '@avid/api/avid/transaction/v1/transaction';
import {catalogue, type Tone} from '@avid/kit';
import type {ChartColor} from '@avid/kit/chart';

export type KindName = Exclude<keyof typeof TransactionKind, 'TRANSACTION_KIND_UNSPECIFIED'>;

export const KINDS: readonly KindName[] = ['CHARGE', 'PAYMENT', 'CREDIT', 'REFUND', 'FEE', 'REVERSAL'];
export const TONES: Readonly<Record<KindName, Tone>> = {CHARGE: 'info', PAYMENT: 'positive', CREDIT: 'neutral', REFUND: 'warning', FEE: 'neutral', REVERSAL: 'danger'};
export const COLORS: Readonly<Record<KindName, ChartColor>> = {CHARGE: 'chart-1', PAYMENT: 'chart-positive', CREDIT: 'chart-muted', REFUND: 'chart-2', FEE: 'chart-3', REVERSAL: 'chart-5'};

export const kindTexts = catalogue({
  en: {CHARGE: 'Charge', PAYMENT: 'Payment', CREDIT: 'Credit', REVERSAL: 'Reversal', FEE: 'Fee', REFUND: 'Refund'},
  de: {CHARGE: 'Forderung', PAYMENT: 'Zahlung', CREDIT: 'Gutschrift', REVERSAL: 'Storno', FEE: 'Gebühr', REFUND: 'Erstattung'},
});

export function kindName(kind: TransactionKind): KindName {
  return TransactionKind[kind] as KindName;
}
