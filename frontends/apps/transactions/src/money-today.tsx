import {useQuery} from '@connectrpc/connect-query';
import {skipToken} from '@tanstack/react-query';
import {TransactionService, type TransactionSum} from '@avid/api/avid/transaction/v1/transaction_service';
import {calendarDate, Card, catalogue, ErrorState, Figures, formatMoney, LoadingState, Money, useLocale, useTexts} from '@avid/kit';
import {PaymentService} from '@avid/api/avid/payment/v1/payment_service';
import {PaymentState} from '@avid/api/avid/payment/v1/payment';
import {Link, problemOf, usePermission} from '@avid/platform';
import {kindName} from './kinds';

const texts = catalogue({
  en: {title: 'Money', unapplied: 'Not applied', unappliedNote: (count: string) => `${count} payments and credits settle nothing yet`, disputed: 'Disputed', disputedNote: (count: string) => `${count} open charges are disputed`, cash: 'Taken this month', cashNote: (last: string) => `${last} last month, refunds taken off`, failedPayments: 'Failed payments', failedNote: 'Declined, or never confirmed', failed: 'This cannot be told at the moment'},
  de: {title: 'Geld', unapplied: 'Nicht zugeordnet', unappliedNote: (count: string) => `${count} Zahlungen und Gutschriften begleichen noch nichts`, disputed: 'Bestritten', disputedNote: (count: string) => `${count} offene Forderungen sind bestritten`, cash: 'Diesen Monat eingenommen', cashNote: (last: string) => `${last} im letzten Monat, Erstattungen abgezogen`, failedPayments: 'Gescheiterte Zahlungen', failedNote: 'Abgelehnt oder nie bestätigt', failed: 'Das ist im Moment nicht zu sagen'},
});

const UNAPPLIED = '(kind = PAYMENT OR kind = CREDIT) AND remaining_minor > 0';
const DISPUTED = 'disputed = true AND remaining_minor > 0';
const EVERY_MILLIS = 30_000;

/** What of the ledger needs a person today, each a link to the list behind it. */
export default function MoneyToday() {
  const said = useTexts(texts);
  const {tag} = useLocale();
  const today = calendarDate(new Date());
  const first = firstOfMonth(today);
  const firstOfLast = firstOfMonth(calendarDate(new Date(Date.UTC(Number(first.slice(0, 4)), Number(first.slice(5, 7)) - 1, 0, 12))));
  const cash = `(kind = PAYMENT OR kind = REFUND) AND effective_date >= "${firstOfLast}" AND effective_date <= "${today}"`;
  const options = {refetchInterval: EVERY_MILLIS};
  const unapplied = useQuery(TransactionService.method.summarizeTransactions, {filter: UNAPPLIED, leaveOutReversed: true}, options);
  const disputed = useQuery(TransactionService.method.summarizeTransactions, {filter: DISPUTED, leaveOutReversed: true}, options);
  const taken = useQuery(TransactionService.method.summarizeTransactions, {filter: cash, byMonth: true, leaveOutReversed: true}, options);
  const failed = useQuery(PaymentService.method.listPayments, usePermission('payments.read') ? {state: PaymentState.FAILED, pageSize: 1} : skipToken, options);
  const failure = unapplied.error ?? disputed.error ?? taken.error;
  if (failure) return <Card title={said.title}><ErrorState title={said.failed} onRetry={() => [unapplied, disputed, taken].forEach((query) => void query.refetch())}>{problemOf(failure).message}</ErrorState></Card>;
  if (!unapplied.data || !disputed.data || !taken.data) return <Card title={said.title}><LoadingState /></Card>;
  const currencyCode = [...taken.data.sums, ...unapplied.data.sums, ...disputed.data.sums][0]?.currencyCode ?? 'USD';
  const count = (sums: readonly TransactionSum[]) => new Intl.NumberFormat(tag).format(sums.reduce((all, sum) => all + sum.transactions, 0n));
  const remaining = (sums: readonly TransactionSum[]) => ({currencyCode, minorUnits: sums.filter((sum) => sum.currencyCode === currencyCode).reduce((all, sum) => all + sum.remainingMinor, 0n)});
  const net = (month: string) => ({
    currencyCode,
    minorUnits: taken.data.sums.filter((sum) => sum.currencyCode === currencyCode && sum.month === month).reduce((all, sum) => (kindName(sum.kind) === 'REFUND' ? all - sum.amountMinor : all + sum.amountMinor), 0n),
  });
  return (
    <Card title={said.title}>
      <Figures
        figures={[
          {key: 'cash', label: said.cash, value: <Link to={listOf(`(kind = PAYMENT OR kind = REFUND) AND effective_date >= "${first}"`)}><Money amount={net(first.slice(0, 7))} /></Link>, note: said.cashNote(formatMoney(net(firstOfLast.slice(0, 7)), tag))},
          {key: 'unapplied', label: said.unapplied, value: <Link to={listOf(UNAPPLIED)}><Money amount={remaining(unapplied.data.sums)} /></Link>, note: said.unappliedNote(count(unapplied.data.sums))},
          {key: 'disputed', label: said.disputed, value: <Link to={listOf(DISPUTED)}><Money amount={remaining(disputed.data.sums)} /></Link>, note: said.disputedNote(count(disputed.data.sums))},
          ...(failed.data ? [{key: 'failed', label: said.failedPayments, value: <Link to="/payments?state=FAILED">{new Intl.NumberFormat(tag).format(failed.data.totalSize)}</Link>, note: said.failedNote}] : []),
        ]}
      />
    </Card>
  );
}

function firstOfMonth(day: string): string {
  return `${day.slice(0, 7)}-01`;
}

function listOf(filter: string): string {
  return `/transactions?filter=${encodeURIComponent(filter)}`;
}
