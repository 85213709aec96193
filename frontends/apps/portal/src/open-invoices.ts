import {useQuery} from '@connectrpc/connect-query';
import {InvoiceService} from '@avid/api/avid/invoice/v1/invoice_service';
import {InvoiceState, SettlementState, type Invoice} from '@avid/api/avid/invoice/v1/invoice';
import {formatMoney, type MoneyAmount} from '@avid/kit';

/** One page is more than a person pays at once. */
const MOST = 1000;

/** What the customer can pay, due first first. */
export function useOpenInvoices(customer: string) {
  const request = {customer, state: InvoiceState.ISSUED, pageSize: MOST};
  const open = useQuery(InvoiceService.method.listInvoices, {...request, settlement: SettlementState.OPEN});
  const partly = useQuery(InvoiceService.method.listInvoices, {...request, settlement: SettlementState.PARTLY_SETTLED});
  const invoices = open.data && partly.data && [...open.data.invoices, ...partly.data.invoices].toSorted((a, b) => (a.dueDate < b.dueDate ? -1 : a.dueDate > b.dueDate ? 1 : 0));
  return {
    invoices,
    failure: open.error ?? partly.error,
    retry: () => {
      void open.refetch();
      void partly.refetch();
    },
  };
}

export function owedOf({currencyCode, total, settled}: Invoice): MoneyAmount {
  return {currencyCode, minorUnits: (total?.minorUnits ?? 0n) - (settled?.minorUnits ?? 0n)};
}

/** What several amounts come to; amounts of different currencies stand beside each other. */
export function sumText(amounts: readonly MoneyAmount[], tag: string): string {
  const sums = new Map<string, bigint>();
  for (const {currencyCode, minorUnits} of amounts) sums.set(currencyCode, (sums.get(currencyCode) ?? 0n) + minorUnits);
  return [...sums].map(([currencyCode, minorUnits]) => formatMoney({currencyCode, minorUnits}, tag)).join(' + ');
}

export function idOf(name: string): string {
  return name.slice(name.indexOf('/') + 1);
}
