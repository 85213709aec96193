import {useQuery} from '@connectrpc/connect-query';
import {TransactionService, type TransactionSum} from '@avid/api/avid/transaction/v1/transaction_service';
import {catalogue, formatMoney, formatMoneyCompact, Money, useLocale, useTexts} from '@avid/kit';
import {Chart} from '@avid/kit/chart';
import {COLORS, kindName, KINDS, kindTexts} from './kinds';
import styles from './transactions.module.css';

const texts = catalogue({
  en: {label: (currency: string) => `Amounts by month and kind in ${currency}`, month: 'Month', totals: 'Totals'},
  de: {label: (currency: string) => `Beträge nach Monat und Art in ${currency}`, month: 'Monat', totals: 'Summen'},
});

const MOST_MONTHS = 18;
const HEIGHT_PX = 120;

/** What the list below comes to: by kind, and month by month. */
export function Summary({filter}: {filter: string}) {
  const said = useTexts(texts);
  const kinds = useTexts(kindTexts);
  const {tag} = useLocale();
  // A filter that is wrong is told in the list's place.
  const {data} = useQuery(TransactionService.method.summarizeTransactions, {filter, byMonth: true}, {retry: false});
  const sums = data?.sums ?? [];
  const currencyCode = mostUsed(sums);
  const own = sums.filter((sum) => sum.currencyCode === currencyCode);
  if (!currencyCode) return null;
  const months = [...new Set(own.map((sum) => sum.month))].toSorted().slice(-MOST_MONTHS);
  const shown = KINDS.filter((kind) => own.some((sum) => kindName(sum.kind) === kind));
  const count = new Intl.NumberFormat(tag);
  const month = new Intl.DateTimeFormat(tag, {month: 'short', year: '2-digit', timeZone: 'UTC'});
  return (
    <section className={styles.summary} aria-label={said.totals}>
      <dl className={styles.totals}>
        {shown.map((kind) => {
          const of = own.filter((sum) => kindName(sum.kind) === kind);
          return (
            <div key={kind} className={styles.total}>
              <dt>{kinds[kind]} <span className={styles.count}>{count.format(of.reduce((all, sum) => all + sum.transactions, 0n))}</span></dt>
              <dd><Money amount={{currencyCode, minorUnits: of.reduce((all, sum) => all + sum.amountMinor, 0n)}} /></dd>
            </div>
          );
        })}
      </dl>
      {months.length > 1 && (
        <div className={styles.chart}>
          <Chart
            label={said.label(currencyCode)}
            categoryLabel={said.month}
            categories={months.map((each) => month.format(new Date(`${each}-01T00:00:00Z`)))}
            series={shown.map((kind) => ({key: kind, label: kinds[kind], color: COLORS[kind], values: months.map((each) => own.find((sum) => sum.month === each && kindName(sum.kind) === kind)?.amountMinor ?? 0n)}))}
            format={(minorUnits) => formatMoney({currencyCode, minorUnits}, tag)}
            formatAxis={(minorUnits) => formatMoneyCompact({currencyCode, minorUnits}, tag)}
            heightPx={HEIGHT_PX}
          />
        </div>
      )}
    </section>
  );
}

/** Amounts of different currencies never add up: the one with the most transactions is drawn. */
function mostUsed(sums: readonly TransactionSum[]): string | undefined {
  const counts = new Map<string, bigint>();
  for (const {currencyCode, transactions} of sums) counts.set(currencyCode, (counts.get(currencyCode) ?? 0n) + transactions);
  return [...counts].toSorted((a, b) => (a[1] < b[1] ? 1 : -1))[0]?.[0];
}
