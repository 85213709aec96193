import {TransactionService, type ListTransactionsResponse} from '@avid/api/avid/transaction/v1/transaction_service';
import {TransactionKind, type Transaction} from '@avid/api/avid/transaction/v1/transaction';
import {Button, CalendarDate, Card, catalogue, EmptyState, LoadingState, Money, useTexts} from '@avid/kit';
import {ProblemState, usePerson, useRows} from '@avid/platform';
import styles from './portal.module.css';

const texts = catalogue({
  en: {
    title: 'What was booked', none: 'Nothing was booked yet', noneWhy: 'Invoices and payments appear here.', more: 'Show more',
    CHARGE: 'Invoice', PAYMENT: 'Payment', CREDIT: 'Credit', REVERSAL: 'Cancelled', FEE: 'Fee', REFUND: 'Refund', TRANSACTION_KIND_UNSPECIFIED: '',
  },
  de: {
    title: 'Was gebucht wurde', none: 'Noch wurde nichts gebucht', noneWhy: 'Rechnungen und Zahlungen stehen dann hier.', more: 'Mehr zeigen',
    CHARGE: 'Rechnung', PAYMENT: 'Zahlung', CREDIT: 'Gutschrift', REVERSAL: 'Storniert', FEE: 'Gebühr', REFUND: 'Erstattung', TRANSACTION_KIND_UNSPECIFIED: '',
  },
});

const PAGE_ROWS = 50;
const transactionsOf = (response: ListTransactionsResponse) => response.transactions;

export default function HistoryPage() {
  const said = useTexts(texts);
  const customer = usePerson().customer!;
  const rows = useRows(TransactionService.method.listTransactions, {filter: `customer = "${customer}"`, pageSize: PAGE_ROWS}, transactionsOf);
  if (rows.failure) return <ProblemState failure={rows.failure} onRetry={rows.retry} />;
  if (rows.loading) return <LoadingState lines={8} />;
  if (rows.count === 0) return <Card title={said.title}><EmptyState title={said.none}>{said.noneWhy}</EmptyState></Card>;
  const kind = (transaction: Transaction) => said[(TransactionKind[transaction.kind] ?? 'TRANSACTION_KIND_UNSPECIFIED') as keyof typeof TransactionKind];
  return (
    <Card title={said.title} flush>
      <ul className={styles.list}>
        {Array.from({length: rows.count}, (_, at) => rows.rowAt(at)!).map((transaction) => (
          <li key={transaction.name} className={styles.row}>
            <span className={styles.words}>
              <span>{kind(transaction)} {transaction.invoiceNumber}</span>
              <span className={styles.note}><CalendarDate date={transaction.effectiveDate} /></span>
            </span>
            <span className={styles.amount}>{transaction.amount && <Money amount={transaction.amount} />}</span>
          </li>
        ))}
      </ul>
      {rows.more && <div className={styles.row}><Button onClick={() => rows.onView(0, rows.count)}>{said.more}</Button></div>}
    </Card>
  );
}
