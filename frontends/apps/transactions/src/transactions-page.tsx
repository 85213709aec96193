import {useEffect, useState} from 'react';
import {Download, SlidersHorizontal} from 'lucide-react';
import {TransactionService, type ListTransactionsResponse} from '@avid/api/avid/transaction/v1/transaction_service';
import type {Transaction} from '@avid/api/avid/transaction/v1/transaction';
import {Badge, Button, CalendarDate, catalogue, Checkbox, FilterBar, Money, MoneyField, Page, PageHeader, SearchField, SelectField, TextField, toast, useLocale, useTexts} from '@avid/kit';
import type {Column} from '@avid/kit/table';
import {problemOf, useNavigate, useRows, useSearchParams} from '@avid/platform';
import {useCustomerNames} from '@avid/platform/customer-names';
import {RowsTable} from '@avid/platform/rows-table';
import {exportCsv} from './export';
import {NO_CONTROLS, readFilter, writeFilter, type Controls} from './filter-controls';
import {kindName, KINDS, kindTexts, TONES, type KindName} from './kinds';
import {Summary} from './summary';
import styles from './transactions.module.css';

const texts = catalogue({
  en: {
    title: 'Transactions', search: 'Filter', hint: 'kind = PAYMENT AND amount_minor > 1000', date: 'Date', customer: 'Customer', kind: 'Kind', all: 'All', number: 'Number', due: 'Due', amount: 'Amount', open: 'Open', from: 'From', to: 'To',
    exact: 'Amount', words: 'Number', openOnly: 'Open only', disputedOnly: 'Disputed only', clear: 'Clear', controls: 'Filter by fields', tooRich: 'This filter says more than the fields can show. Change it in its own words, or clear it.', disputed: 'Disputed', reversed: 'Reversed',
    none: 'No transactions', noneWhy: 'Nothing was posted yet, or nothing matches the filter.', rows: (count: string) => `${count} transactions`, export: 'Export', exporting: (count: string) => `${count} rows…`, exported: (count: string) => `${count} rows are in the file.`,
  },
  de: {
    title: 'Buchungen', search: 'Filter', hint: 'kind = PAYMENT AND amount_minor > 1000', date: 'Datum', customer: 'Kunde', kind: 'Art', all: 'Alle', number: 'Nummer', due: 'Fällig', amount: 'Betrag', open: 'Offen', from: 'Von', to: 'Bis',
    exact: 'Betrag', words: 'Nummer', openOnly: 'Nur offene', disputedOnly: 'Nur bestrittene', clear: 'Leeren', controls: 'Nach Feldern filtern', tooRich: 'Dieser Filter sagt mehr, als die Felder zeigen können. Ändern Sie ihn in seinen eigenen Worten, oder leeren Sie ihn.', disputed: 'Bestritten', reversed: 'Storniert',
    none: 'Keine Buchungen', noneWhy: 'Noch wurde nichts gebucht, oder nichts passt zum Filter.', rows: (count: string) => `${count} Buchungen`, export: 'Exportieren', exporting: (count: string) => `${count} Zeilen…`, exported: (count: string) => `${count} Zeilen sind in der Datei.`,
  },
});

const PAGE_ROWS = 200;
const transactionsOf = (response: ListTransactionsResponse) => response.transactions;

/** The ledger, found by the language of filters or by fields: each writes the other. */
export default function TransactionsPage() {
  const said = useTexts(texts);
  const kinds = useTexts(kindTexts);
  const {tag} = useLocale();
  const navigate = useNavigate();
  const [address, setAddress] = useSearchParams();
  const filter = address.get('filter') ?? '';
  const [typed, setTyped] = useState(filter);
  const [exported, setExported] = useState<number>();
  useEffect(() => setTyped(filter), [filter]);
  const rows = useRows(TransactionService.method.listTransactions, {filter, pageSize: PAGE_ROWS}, transactionsOf);
  const names = useCustomerNames(rows);
  const search = (next: string) => setAddress(next ? {filter: next} : {}, {replace: filter !== ''});
  const currencyCode = rows.rowAt(0)?.amount?.currencyCode ?? 'USD';
  const count = new Intl.NumberFormat(tag);
  const columns: Column<Transaction>[] = [
    {key: 'date', header: said.date, width: '104px', fixed: true, render: (transaction) => <CalendarDate date={transaction.effectiveDate} />},
    {key: 'kind', header: said.kind, width: '96px', render: (transaction) => <Badge tone={TONES[kindName(transaction.kind)]}>{kinds[kindName(transaction.kind)]}</Badge>},
    {key: 'customer', header: said.customer, width: 'minmax(140px, 2fr)', fromWidthPx: 560, render: (transaction) => names.get(transaction.customer)},
    {key: 'number', header: said.number, width: 'minmax(120px, 2fr)', fromWidthPx: 700, render: (transaction) => transaction.invoiceNumber || transaction.externalId},
    {key: 'marks', header: '', width: '96px', fromWidthPx: 860, render: (transaction) => (transaction.reversedBy ? <Badge tone="danger">{said.reversed}</Badge> : transaction.disputed ? <Badge tone="warning">{said.disputed}</Badge> : null)},
    {key: 'due', header: said.due, width: '112px', fromWidthPx: 960, render: (transaction) => <CalendarDate date={transaction.dueDate} />},
    {key: 'amount', header: said.amount, width: 'minmax(96px, 1fr)', align: 'end', render: (transaction) => transaction.amount && <Money amount={transaction.amount} />},
    {key: 'open', header: said.open, width: 'minmax(112px, 1fr)', align: 'end', fromWidthPx: 640, render: (transaction) => transaction.remaining && transaction.remaining.minorUnits !== 0n && <Money amount={transaction.remaining} />},
  ];
  const csv = () => {
    setExported(0);
    let last = 0;
    exportCsv(filter, (done) => setExported((last = done))).then(
      () => toast({text: said.exported(count.format(last)), tone: 'positive'}),
      (failure: unknown) => toast({text: problemOf(failure).message, tone: 'danger'}),
    ).finally(() => setExported(undefined));
  };
  return (
    <Page fill>
      <PageHeader
        title={said.title}
        actions={<Button icon={<Download size={16} aria-hidden="true" />} busy={exported !== undefined} onClick={csv}>{exported === undefined ? said.export : said.exporting(count.format(exported))}</Button>}
      />
      <div className={styles.language}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            search(typed.trim());
          }}
        >
          <FilterBar label={said.search}>
            <SearchField
              label={said.search}
              placeholder={said.hint}
              shortcut="/"
              value={typed}
              onChange={(text) => {
                setTyped(text);
                if (text === '') search('');
              }}
            />
          </FilterBar>
        </form>
        <Fields filter={filter} currencyCode={currencyCode} onFilter={search} />
      </div>
      <Summary filter={filter} />
      <RowsTable
        rows={rows}
        label={said.title}
        columns={columns}
        rowKey={(transaction) => transaction.name}
        rowHref={(transaction) => `/${transaction.name}`}
        onOpen={(transaction) => void navigate(`/${transaction.name}`)}
        total={rows.first?.totalSize}
        foot={said.rows}
        none={said.none}
        noneWhy={said.noneWhy}
      />
    </Page>
  );
}

const LATER_MILLIS = 400;

/** The same filter as fields; a filter that says more than they can leaves them out. */
function Fields({filter, currencyCode, onFilter}: {filter: string; currencyCode: string; onFilter(filter: string): void}) {
  const said = useTexts(texts);
  const kinds = useTexts(kindTexts);
  const read = readFilter(filter);
  const [controls, setControls] = useState<Controls>(read ?? NO_CONTROLS);
  useEffect(() => {
    const known = readFilter(filter);
    if (known && writeFilter(controls) !== filter) setControls(known);
  }, [filter]);
  // What is typed is asked for when the person pauses.
  useEffect(() => {
    if (!read) return;
    const next = writeFilter(controls);
    if (next === filter || next === writeFilter(read)) return;
    const timer = setTimeout(() => onFilter(next), LATER_MILLIS);
    return () => clearTimeout(timer);
  }, [controls]);
  if (!read) return <p role="note"><SlidersHorizontal size={16} aria-hidden="true" /> {said.tooRich}</p>;
  const set = (part: Partial<Controls>) => setControls((before) => ({...before, ...part}));
  const exact = controls.least !== undefined && controls.least === controls.most;
  return (
    <div className={styles.controls} role="group" aria-label={said.controls}>
      <SelectField label={said.kind} value={controls.kind} onChange={(kind) => set({kind: kind as KindName | ''})} options={[{value: '', label: said.all}, ...KINDS.map((kind) => ({value: kind, label: kinds[kind]}))]} />
      <MoneyField label={said.exact} currencyCode={currencyCode} value={exact ? controls.least : undefined} onChange={(amount) => set({least: amount, most: amount})} />
      <TextField label={said.from} type="date" value={controls.from} onChange={(from) => set({from})} />
      <TextField label={said.to} type="date" value={controls.to} onChange={(to) => set({to})} />
      <TextField label={said.words} value={controls.words} onChange={(words) => set({words})} />
      <div className={styles.flags}>
        <Checkbox label={said.openOnly} checked={controls.open} onChange={(open) => set({open})} />
        <Checkbox label={said.disputedOnly} checked={controls.disputed} onChange={(disputed) => set({disputed})} />
      </div>
      {filter !== '' && <Button onClick={() => { setControls(NO_CONTROLS); onFilter(''); }}>{said.clear}</Button>}
    </div>
  );
}
