import {useEffect, useRef, useState} from 'react';
import {useQuery} from '@connectrpc/connect-query';
import {Download} from 'lucide-react';
import {OnboardingService, type ListRejectedRowsResponse} from '@avid/api/avid/onboarding/v1/onboarding_service';
import type {ReceivablesReading, RowOutcome} from '@avid/api/avid/onboarding/v1/onboarding';
import {ProcessState, type Process} from '@avid/api/avid/process/v1/process';
import {Banner, Button, Card, catalogue, Details, EmptyState, FormActions, LoadingState, Page, PageHeader, Progress, SelectField, TextField, useLocale, useTexts} from '@avid/kit';
import {FileDrop, type Upload} from '@avid/kit/file-drop';
import {Table, type Column} from '@avid/kit/table';
import {clientOf, newRequestId, problemOf, ProblemState, useNavigate, useRows, useSearchParams} from '@avid/platform';
import {download} from '@avid/platform/download';
import {hasEnded, ProcessCard} from '@avid/platform/process-steps';
import {Uploading} from '@avid/platform/uploading';
import styles from './customer.module.css';

const texts = catalogue({
  en: {
    title: 'Import customers and receivables', back: 'Customers', choose: 'The file', hint: 'A row for each invoice, with its customer. At most 64 MB.', csv: 'a CSV file', currency: 'Currency of the amounts', another: 'Choose another file',
    mapping: 'How it is read', rows: (rows: string) => `${rows} rows`, questions: 'This must be settled first', warnings: 'Worth a look', none: 'Not in the file', format: 'Format of the date', examples: (all: string) => `For example ${all}`,
    dry: 'Try it out', run: 'Import', dryWhat: 'Trying it out decides and counts each row and changes nothing.', tried: 'Tried out, nothing was changed', imported: 'Imported', progress: 'Rows', rejected: 'Rejected rows', line: 'Line', column: 'Column', why: 'Why', save: 'Download the rejected rows', toCustomers: 'To the customers',
    customer_id: 'Customer number', customer_name: 'Customer name', invoice_number: 'Invoice number', invoice_date: 'Invoice date', due_date: 'Due date', amount: 'Amount', settled_date: 'Paid on', disputed: 'Disputed', delivery: 'Delivery', country: 'Country', currency_of_row: 'Currency',
  },
  de: {
    title: 'Kunden und Forderungen importieren', back: 'Kunden', choose: 'Die Datei', hint: 'Eine Zeile für jede Rechnung, mit ihrem Kunden. Höchstens 64 MB.', csv: 'eine CSV-Datei', currency: 'Währung der Beträge', another: 'Andere Datei wählen',
    mapping: 'Wie sie gelesen wird', rows: (rows: string) => `${rows} Zeilen`, questions: 'Das muss zuerst geklärt werden', warnings: 'Einen Blick wert', none: 'Nicht in der Datei', format: 'Format des Datums', examples: (all: string) => `Zum Beispiel ${all}`,
    dry: 'Probelauf', run: 'Importieren', dryWhat: 'Der Probelauf entscheidet und zählt jede Zeile und ändert nichts.', tried: 'Probelauf, nichts wurde geändert', imported: 'Importiert', progress: 'Zeilen', rejected: 'Abgelehnte Zeilen', line: 'Zeile', column: 'Spalte', why: 'Warum', save: 'Abgelehnte Zeilen herunterladen', toCustomers: 'Zu den Kunden',
    customer_id: 'Kundennummer', customer_name: 'Kundenname', invoice_number: 'Rechnungsnummer', invoice_date: 'Rechnungsdatum', due_date: 'Fällig am', amount: 'Betrag', settled_date: 'Bezahlt am', disputed: 'Bestritten', delivery: 'Zustellung', country: 'Land', currency_of_row: 'Währung',
  },
});

/** What counters of the process are called; one that is not known is told in the service's own words. */
const counters = catalogue({
  en: {
    rows: 'Rows', customers_created: 'Customers created', charges_added: 'Charges added', charges_unchanged: 'Charges already there', payments_added: 'Payments added', payments_unchanged: 'Payments already there',
    disputed: 'Disputed', marks_changed: 'Marks changed', repeated: 'Repeated in the file', rejected: 'Rejected',
  },
  de: {
    rows: 'Zeilen', customers_created: 'Neue Kunden', charges_added: 'Neue Forderungen', charges_unchanged: 'Forderungen schon da', payments_added: 'Neue Zahlungen', payments_unchanged: 'Zahlungen schon da',
    disputed: 'Bestritten', marks_changed: 'Geänderte Merkmale', repeated: 'In der Datei wiederholt', rejected: 'Abgelehnt',
  },
});

const FIELDS = ['customer_id', 'customer_name', 'invoice_number', 'invoice_date', 'due_date', 'amount', 'settled_date', 'disputed', 'delivery', 'country', 'currency'] as const;
const DATES: ReadonlySet<string> = new Set(['invoice_date', 'due_date', 'settled_date']);
const CURRENCIES = ['USD', 'EUR', 'GBP', 'CHF', 'JPY'];
const KIND = 'receivables-import';
const MOST_BYTES = 64 * 1024 * 1024;
const PAUSE_MILLIS = 500;

interface ColumnChoice {
  field: string;
  column: string;
  format: string;
}

/** A file of receivables, from choosing it over what its columns mean to what became of each row. */
export default function ImportPage() {
  const said = useTexts(texts);
  const navigate = useNavigate();
  // In the address, so that a reload finds the process again.
  const [address, setAddress] = useSearchParams();
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const [document, setDocument] = useState<string>();
  const [currencyCode, setCurrency] = useState(CURRENCIES[0]!);
  const sending = useRef<Uploading>(undefined);
  useEffect(() => () => sending.current?.cancel(), []);
  const send = (uploading: Uploading) => {
    sending.current = uploading;
    const {name, size} = uploading.file;
    const show = (change: Partial<Upload>) => setUploads([{key: name, name, sentBytes: 0, totalBytes: size, state: 'sending', onCancel: forget, ...change}]);
    show({});
    uploading.send((sentBytes) => show({sentBytes}))
      .then((filed) => {
        show({state: 'done', sentBytes: size});
        setDocument(filed);
      })
      .catch((failure: unknown) => {
        if (sending.current === uploading) show({state: 'failed', message: problemOf(failure).message, onRetry: () => send(uploading)});
      });
  };
  const forget = () => {
    sending.current?.cancel();
    sending.current = undefined;
    setUploads([]);
    setDocument(undefined);
    setAddress({}, {replace: true});
  };
  const process = address.get('process') ?? undefined;
  return (
    <Page narrow>
      <PageHeader
        title={said.title}
        back={{
          href: '/customers',
          label: said.back,
          onClick: (event) => {
            event.preventDefault();
            void navigate('/customers');
          },
        }}
        actions={(document || process) && <Button onClick={forget}>{said.another}</Button>}
      />
      {!process && (
        <Card title={said.choose}>
          <div className={styles.stack}>
            <SelectField label={said.currency} value={currencyCode} onChange={setCurrency} options={CURRENCIES.map((code) => ({value: code, label: code}))} />
            <FileDrop label={said.choose} hint={said.hint} accept=".csv,text/csv" acceptWords={said.csv} maxBytes={MOST_BYTES} uploads={uploads} onFiles={([file]) => file && send(new Uploading(file, KIND, ''))} />
          </div>
        </Card>
      )}
      {process && <Import name={process} dry={address.get('dry') === 'true'} />}
      {document && <Mapping key={document} document={document} currencyCode={currencyCode} onBegun={(begun, dry) => setAddress({process: begun, ...(dry ? {dry: 'true'} : {})}, {replace: true})} />}
    </Page>
  );
}

function Mapping({document, currencyCode, onBegun}: {document: string; currencyCode: string; onBegun(process: string, dry: boolean): void}) {
  const said = useTexts(texts);
  const {tag} = useLocale();
  const [chosen, setChosen] = useState<readonly ColumnChoice[]>();
  const mapping = chosen && {columns: [...chosen]};
  const {data: reading, error, refetch} = useQuery(OnboardingService.method.readReceivables, {document, currencyCode, ...(mapping ? {mapping} : {})}, {placeholderData: (before) => before, retry: false});
  const [busy, setBusy] = useState<'dry' | 'run'>();
  const [fault, setFault] = useState('');
  const requestIds = useRef({dry: newRequestId(), run: newRequestId()});
  if (!reading) return error ? <ProblemState failure={error} onRetry={() => void refetch()} /> : <LoadingState lines={8} />;
  const now = chosen ?? choicesOf(reading);
  const choose = (field: string, change: Partial<ColumnChoice>) => {
    const before = now.find((each) => each.field === field) ?? {field, column: '', format: ''};
    const others = now.filter((each) => each.field !== field);
    const after = {...before, ...change};
    setChosen(after.column ? [...others.filter((each) => each.column !== after.column), after] : others);
    // Another reading is another import.
    requestIds.current = {dry: newRequestId(), run: newRequestId()};
  };
  const begin = (kind: 'dry' | 'run') => {
    if (busy) return;
    setBusy(kind);
    setFault('');
    clientOf(OnboardingService).importReceivables({document, currencyCode, mapping: {columns: [...now]}, dryRun: kind === 'dry', requestId: requestIds.current[kind]})
      .then(({name}) => onBegun(name, kind === 'dry'))
      .catch((failure: unknown) => setFault(problemOf(failure).message))
      .finally(() => setBusy(undefined));
  };
  const problem = error ? problemOf(error) : undefined;
  return (
    <Card title={`${said.mapping}: ${said.rows(new Intl.NumberFormat(tag).format(reading.rows))}`}>
      <div className={styles.stack}>
        {problem && <Banner tone="danger" title={problem.message} />}
        {reading.questions.length > 0 && <Banner tone="warning" title={said.questions}><ul>{reading.questions.map((question) => <li key={question}>{question}</li>)}</ul></Banner>}
        {reading.warnings.length > 0 && <Banner tone="info" title={said.warnings}><ul>{reading.warnings.map((warning) => <li key={warning}>{warning}</li>)}</ul></Banner>}
        <div className={styles.mapping}>
          {FIELDS.map((field) => {
            const choice = now.find((each) => each.field === field);
            const column = reading.columns.find((each) => each.column === choice?.column);
            return (
              <div key={field} className={styles.stack}>
                <SelectField
                  label={field === 'currency' ? said.currency_of_row : said[field]}
                  value={choice?.column ?? ''}
                  onChange={(to) => choose(field, {column: to, format: ''})}
                  options={[{value: '', label: said.none}, ...reading.columns.map((each) => ({value: each.column, label: each.column}))]}
                  hint={column && column.examples.length > 0 ? said.examples(column.examples.join(', ')) : undefined}
                />
                {choice && DATES.has(field) && <TextField label={said.format} value={choice.format || (column?.format ?? '')} onChange={(format) => choose(field, {format})} />}
              </div>
            );
          })}
        </div>
        {fault && <Banner tone="danger" title={fault} />}
        <p>{said.dryWhat}</p>
        <FormActions>
          <Button busy={busy === 'dry'} disabled={reading.questions.length > 0} onClick={() => begin('dry')}>{said.dry}</Button>
          <Button tone="primary" busy={busy === 'run'} disabled={reading.questions.length > 0} onClick={() => begin('run')}>{said.run}</Button>
        </FormActions>
      </div>
    </Card>
  );
}

function choicesOf(reading: ReceivablesReading): ColumnChoice[] {
  return (reading.mapping?.columns ?? []).map(({field, column, format}) => ({field, column, format}));
}

const rejectedOf = (response: ListRejectedRowsResponse) => response.rows;

function Import({name, dry}: {name: string; dry: boolean}) {
  const said = useTexts(texts);
  const called = useTexts(counters) as Readonly<Record<string, string>>;
  const {tag} = useLocale();
  const navigate = useNavigate();
  const {data: process, error, refetch} = useQuery(OnboardingService.method.getProcess, {name}, {
    refetchInterval: ({state}) => (state.data && hasEnded(state.data as Process) ? false : PAUSE_MILLIS),
  });
  if (error && !process) return <ProblemState failure={error} onRetry={() => void refetch()} />;
  if (!process) return <LoadingState lines={4} />;
  const count = new Intl.NumberFormat(tag);
  const done = process.state === ProcessState.SUCCEEDED;
  const rejects = process.references.rejects;
  return (
    <>
      {done && <Banner tone="positive" title={dry ? said.tried : said.imported} actions={!dry && <Button onClick={() => void navigate('/customers')}>{said.toCustomers}</Button>} />}
      <ProcessCard
        process={process}
        onRetry={async () => {
          await clientOf(OnboardingService).retryProcess({name, requestId: newRequestId()});
          await refetch();
        }}
      />
      <Card title={said.progress}>
        <div className={styles.stack}>
          <Progress label={said.progress} done={Number(process.itemsDone)} total={Number(process.itemsTotal)} note={`${count.format(process.itemsDone)} / ${count.format(process.itemsTotal)}`} />
          <Details items={Object.entries(process.counters).map(([counter, value]) => ({key: counter, label: called[counter] ?? counter.replaceAll('_', ' '), value: count.format(value)}))} />
          {rejects && <div><Button icon={<Download size={16} aria-hidden="true" />} onClick={() => void download(rejects)}>{said.save}</Button></div>}
        </div>
      </Card>
      {hasEnded(process) && rejects && <Rejected process={name} />}
    </>
  );
}

function Rejected({process}: {process: string}) {
  const said = useTexts(texts);
  const rows = useRows(OnboardingService.method.listRejectedRows, {process, pageSize: 200}, rejectedOf);
  const columns: Column<RowOutcome>[] = [
    {key: 'line', header: said.line, width: '72px', align: 'end', render: (row) => String(row.line)},
    {key: 'column', header: said.column, width: 'minmax(96px, 1fr)', fromWidthPx: 480, render: (row) => row.column},
    {key: 'why', header: said.why, width: 'minmax(160px, 4fr)', render: (row) => row.message},
  ];
  return (
    <Card title={said.rejected} flush>
      {rows.failure ? <ProblemState failure={rows.failure} onRetry={rows.retry} /> : rows.loading ? <LoadingState lines={4} /> : (
        <Table label={said.rejected} bare columns={columns} count={rows.count} rowAt={rows.rowAt} onView={rows.onView} rowKey={(row) => `${row.line} ${row.reason}`} maxRows={12} empty={<EmptyState title="–" />} />
      )}
    </Card>
  );
}
