import {TransactionService} from '@avid/api/avid/transaction/v1/transaction_service';
import {formatDate, formatMoney} from '@avid/kit';
import {clientOf, type Found} from '@avid/platform';
import {kindName, kindTexts} from './kinds';

const MOST = 5;

/** By number or external id, as the palette has it. */
export async function findTransactions(query: string, {signal, language}: {signal: AbortSignal; language: 'en' | 'de'}): Promise<readonly Found[]> {
  const words = query.trim().split(/\s+/).filter((word) => /\d/.test(word));
  if (words.length === 0) return [];
  const filter = words.map((word) => `"${word.replace(/["\\]/g, '\\$&')}"`).join(' AND ');
  const {transactions} = await clientOf(TransactionService).listTransactions({filter, pageSize: MOST}, {signal});
  return transactions.map((transaction) => ({
    key: transaction.name,
    label: `${kindTexts[language][kindName(transaction.kind)]} ${transaction.invoiceNumber || transaction.externalId}`,
    note: [formatDate(transaction.effectiveDate, language), transaction.amount && formatMoney(transaction.amount, language)].filter(Boolean).join(' · '),
    path: `/${transaction.name}`,
  }));
}
