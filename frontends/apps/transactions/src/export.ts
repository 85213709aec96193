import {TransactionService} from '@avid/api/avid/transaction/v1/transaction_service';
import type {Transaction} from '@avid/api/avid/transaction/v1/transaction';
import {decimalText, minorDigits} from '@avid/kit';
import {clientOf} from '@avid/platform';
import {kindName} from './kinds';

const PAGE_ROWS = 1000;
const HEAD = ['transaction', 'kind', 'customer', 'effective_date', 'due_date', 'invoice_number', 'external_id', 'currency', 'amount', 'remaining', 'disputed', 'reversed_by'];

/** All that match, page by page, as RFC 4180 has it; amounts as plain decimals, whatever the person's locale. */
export async function exportCsv(filter: string, told: (rows: number) => void): Promise<void> {
  const parts = [`${HEAD.join(',')}\r\n`];
  let pageToken = '';
  let rows = 0;
  do {
    const page = await clientOf(TransactionService).listTransactions({filter, pageSize: PAGE_ROWS, pageToken});
    parts.push(page.transactions.map(lineOf).join(''));
    rows += page.transactions.length;
    told(rows);
    pageToken = page.nextPageToken;
  } while (pageToken !== '');
  const url = URL.createObjectURL(new Blob(parts, {type: 'text/csv;charset=utf-8'}));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'transactions.csv';
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

export function lineOf(transaction: Transaction): string {
  const {name, kind, customer, effectiveDate, dueDate, invoiceNumber, externalId, amount, remaining, disputed, reversedBy} = transaction;
  const digits = minorDigits(amount?.currencyCode ?? '');
  const cells = [name, kindName(kind), customer, effectiveDate, dueDate, invoiceNumber, externalId, amount?.currencyCode ?? '', decimalText(amount?.minorUnits ?? 0n, digits), remaining ? decimalText(remaining.minorUnits, digits) : '', String(disputed), reversedBy];
  return `${cells.map(cell).join(',')}\r\n`;
}

/** A text that a spreadsheet would take for a formula is kept from it by an apostrophe. */
function cell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) && !/^-?\d+(\.\d+)?$/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
