import {TransactionService} from '@avid/api/avid/transaction/v1/transaction_service';
import type {Transaction} from '@avid/api/avid/transaction/v1/transaction';
import {decimalText, minorDigits} from '@avid/kit';
import {clientOf} from '@avid/platform';
import {csvLine, saveFile} from '@avid/platform/csv';
import {kindName} from './kinds';

const PAGE_ROWS = 1000;
const HEAD = ['transaction', 'kind', 'customer', 'effective_date', 'due_date', 'invoice_number', 'external_id', 'currency', 'amount', 'remaining', 'disputed', 'reversed_by'];

/** All that match, page by page. */
export async function exportCsv(filter: string, told: (rows: number) => void): Promise<void> {
  const parts = [csvLine(HEAD)];
  let pageToken = '';
  let rows = 0;
  do {
    const page = await clientOf(TransactionService).listTransactions({filter, pageSize: PAGE_ROWS, pageToken});
    parts.push(page.transactions.map(lineOf).join(''));
    rows += page.transactions.length;
    told(rows);
    pageToken = page.nextPageToken;
  } while (pageToken !== '');
  saveFile('transactions.csv', parts.join(''));
}

export function lineOf(transaction: Transaction): string {
  const {name, kind, customer, effectiveDate, dueDate, invoiceNumber, externalId, amount, remaining, disputed, reversedBy} = transaction;
  const digits = minorDigits(amount?.currencyCode ?? '');
  const cells = [name, kindName(kind), customer, effectiveDate, dueDate, invoiceNumber, externalId, amount?.currencyCode ?? '', {decimal: decimalText(amount?.minorUnits ?? 0n, digits)}, {decimal: remaining ? decimalText(remaining.minorUnits, digits) : ''}, String(disputed), reversedBy];
  return csvLine(cells);
}
