import {useCallback, useState, type ReactNode} from 'react';
import {Archive, Download, FileText, Plus, Receipt, Trash2, UserRound} from 'lucide-react';
import {
  Badge, Banner, Button, CalendarDate, Card, Checkbox, Columns, Details, Dialog, EmptyState, ErrorState, FieldRow, Figures, FilterBar, Form, FormActions,
  formatMoney, formatMoneyCompact, LinkButton, LoadingState, LocaleProvider, Menu, Money, MoneyField, Page, PageHeader, Progress, SearchField, SelectField, SkipLink, Steps, Tabs,
  TextArea, TextField, toast, Toaster,
} from '../src';
import {Chart} from '../src/chart';
import {CommandPalette} from '../src/command-palette';
import {DateField} from '../src/date-field';
import {FileDrop} from '../src/file-drop';
import {ColumnsMenu, Table, useColumnChoice, type Column, type Sort} from '../src/table';

interface Account {
  id: string;
  name: string;
  email: string;
  open: bigint;
  late: number;
  due: string;
}

const NAMES = ['Harbour Lights Trading', 'Nordwind Maschinenbau', 'Quay Street Bakery', 'Alder & Finch', 'Blue Fjord Seafood', 'Cobalt Printing', 'Meridian Dental Care', 'Old Mill Joinery'];

function account(index: number): Account {
  const id = String(index + 1).padStart(7, '0');
  return {
    id,
    name: `${NAMES[index % NAMES.length]} ${index + 1}`,
    email: `accounts@example-${id}.com`,
    open: BigInt((index * 7919) % 1_250_000),
    late: (index * 13) % 75,
    due: `2026-${String((index % 12) + 1).padStart(2, '0')}-${String((index % 28) + 1).padStart(2, '0')}`,
  };
}

const usd = (minorUnits: bigint) => ({currencyCode: 'USD', minorUnits});

const COLUMNS: Column<Account>[] = [
  {key: 'name', header: 'Customer', width: 'minmax(128px, 2fr)', fixed: true, sortable: true, render: (row) => row.name},
  {key: 'email', header: 'E-mail', width: 'minmax(200px, 2fr)', fromWidthPx: 900, render: (row) => row.email},
  {
    key: 'state', header: 'State', width: '120px', fromWidthPx: 560,
    render: (row) => (row.late > 60 ? <Badge tone="danger">Overdue</Badge> : row.late > 0 ? <Badge tone="warning">Late</Badge> : <Badge tone="positive">Current</Badge>),
  },
  {key: 'due', header: 'Next due', width: '120px', fromWidthPx: 720, render: (row) => <CalendarDate date={row.due} />},
  {key: 'late', header: 'Days late', width: '96px', align: 'end', fromWidthPx: 480, sortable: true, render: (row) => row.late},
  {key: 'open', header: 'Open', width: '112px', align: 'end', sortable: true, render: (row) => <Money amount={usd(row.open)} />},
];

export function Gallery({locale, part}: {locale: string; part: string}) {
  return (
    <LocaleProvider tag={locale}>
      <SkipLink targetId="main">Skip to content</SkipLink>
      <main id="main">{part === 'list' ? <ListPage /> : part === 'customer' ? <CustomerPage locale={locale} /> : <Components />}</main>
      <Toaster />
    </LocaleProvider>
  );
}

function ListPage() {
  const [query, setQuery] = useState('');
  const [state, setState] = useState('all');
  const [sort, setSort] = useState<Sort>({key: 'name', descending: false});
  const [selection, setSelection] = useState<ReadonlySet<string>>(new Set(['0000002', '0000003']));
  const columns = useColumnChoice('gallery.columns', COLUMNS);
  const rowAt = useCallback((index: number) => account(index), []);
  return (
    <div style={{height: '100dvh'}}>
      <Page fill>
        <PageHeader title="Customers" description="1,000,000 customers, 4,211 with late items" actions={<Button tone="primary" icon={<Plus size={16} aria-hidden="true" />}>New customer</Button>} />
        <FilterBar label="Find customers" end={<><Button icon={<Download size={16} aria-hidden="true" />}>Export</Button><ColumnsMenu columns={COLUMNS} hidden={columns.hidden} onToggle={columns.toggle} /></>}>
          <SearchField label="Search customers" placeholder="Search by name, e-mail or number" value={query} onChange={setQuery} shortcut="/" />
          <SelectField label="State" labelHidden value={state} onChange={setState} options={[{value: 'all', label: 'All states'}, {value: 'late', label: 'Late'}]} />
        </FilterBar>
        <Table fill label="Customers" columns={columns.shown} count={1_000_000} rowAt={rowAt} rowKey={(row) => row.id} sort={sort} onSort={setSort} selection={selection} onSelect={setSelection} onOpen={(row) => toast({text: `Opened ${row.name}`})} />
      </Page>
    </div>
  );
}

function CustomerPage({locale}: {locale: string}) {
  const [tab, setTab] = useState('account');
  const buckets = ['Current', '1–30', '31–60', '61–90', '90+'];
  const rowAt = useCallback((index: number) => account(index), []);
  return (
    <Page>
      <PageHeader
        back={{href: '#customers', label: 'Customers'}}
        title="Harbour Lights Trading"
        badges={<><Badge tone="warning">Late</Badge><Badge tone="info" live>Collecting</Badge></>}
        description="Organisation · 0379-NEVHP"
        actions={<><Button icon={<Receipt size={16} aria-hidden="true" />} tone="primary">Raise invoice</Button><Menu label="More" groups={MENU} /></>}
      />
      <Figures
        figures={[
          {key: 'open', label: 'Open', value: <Money amount={usd(1_284_250n)} />, note: '14 items'},
          {key: 'late', label: 'Late', value: <Money amount={usd(318_100n)} />, note: '3 items, up to 42 days'},
          {key: 'credit', label: 'Unapplied', value: <Money amount={usd(0n)} />},
          {key: 'paid', label: 'Paid this month', value: <Money amount={usd(902_500n)} />, note: '12 % more than last'},
        ]}
      />
      <Columns>
        <Tabs
          label="Customer"
          value={tab}
          onChange={setTab}
          tabs={[
            {key: 'account', label: 'Account', content: <Card title="Open by days late"><Chart label="Open amounts by days late" categoryLabel="Days late" categories={buckets} series={[{key: 'open', label: 'Open', color: 'chart-1', values: [966150n, 218100n, 100000n, 0n, 42000n]}]} categoryColors={['chart-1', 'chart-2', 'chart-3', 'chart-4', 'chart-5']} format={(value) => formatMoney(usd(value), locale)} formatAxis={(value) => formatMoneyCompact(usd(value), locale)} onChoose={(at) => toast({text: `Days late: ${buckets[at]}`})} /></Card>},
            {key: 'invoices', label: 'Invoices', count: 124, content: <Table label="Invoices" columns={COLUMNS} count={40} rowAt={rowAt} rowKey={(row) => row.id} />},
            {key: 'documents', label: 'Documents', count: 8, content: <EmptyState title="No documents yet">Upload a contract or an agreement, or raise an invoice.</EmptyState>},
          ]}
        />
        <>
          <Card title="Details" actions={<Button tone="quiet">Edit</Button>}>
            <Details items={[{key: 'mail', label: 'E-mail', value: 'accounts@harbour-lights.example'}, {key: 'phone', label: 'Phone', value: '+1 555 0100'}, {key: 'address', label: 'Address', value: '12 Quay Street, Portsmouth'}, {key: 'since', label: 'Since', value: <CalendarDate date="2024-03-01" />}]} />
          </Card>
          <Card title="Collecting invoice 2026-0042">
            <Steps label="Steps" steps={[{key: 'a', label: 'Charge the card', state: 'done'}, {key: 'b', label: 'Wait for the outcome', state: 'waiting', detail: 'The bank has not answered; asked again in 12 s.'}, {key: 'c', label: 'Post the payment', state: 'pending'}, {key: 'd', label: 'Send the receipt', state: 'pending'}]} />
          </Card>
        </>
      </Columns>
    </Page>
  );
}

const MENU = [
  {key: 'one', heading: 'Document', items: [{key: 'statement', label: 'Send statement', icon: <FileText size={16} aria-hidden="true" />, note: 'S'}, {key: 'export', label: 'Export', icon: <Download size={16} aria-hidden="true" />}]},
  {key: 'two', items: [{key: 'archive', label: 'Archive', icon: <Archive size={16} aria-hidden="true" />, disabled: true}, {key: 'delete', label: 'Erase', icon: <Trash2 size={16} aria-hidden="true" />, danger: true}]},
];

function Row({children}: {children: ReactNode}) {
  return <div style={{display: 'flex', flexWrap: 'wrap', gap: 8, alignItems: 'center'}}>{children}</div>;
}

function Components() {
  const [dialog, setDialog] = useState(false);
  const [palette, setPalette] = useState(false);
  const [text, setText] = useState('');
  const [note, setNote] = useState('');
  const [money, setMoney] = useState<bigint | undefined>(123_450n);
  const [date, setDate] = useState('2026-11-25');
  const [kind, setKind] = useState('organisation');
  const [checked, setChecked] = useState(true);
  return (
    <Page>
      <PageHeader title="Components" description="Everything that pages are made of" actions={<Button onClick={() => setPalette(true)}>Search <kbd>Ctrl K</kbd></Button>} />
      <Card title="Actions">
        <Row>
          <Button tone="primary" icon={<Plus size={16} aria-hidden="true" />}>Raise invoice</Button>
          <Button>Secondary</Button>
          <Button tone="quiet">Quiet</Button>
          <Button tone="danger">Refund</Button>
          <Button busy>Saving</Button>
          <Button disabled>Disabled</Button>
          <LinkButton href="#portal">A link</LinkButton>
          <Menu label="Menu" labelShown groups={MENU} />
          <Button onClick={() => setDialog(true)}>Dialog</Button>
          <Button onClick={() => toast({text: 'Harbour Lights was renamed.', tone: 'positive', onUndo: () => toast({text: 'Renamed back.'})})}>Toast</Button>
          <Badge>Draft</Badge><Badge tone="info" live>Processing</Badge><Badge tone="positive">Paid</Badge><Badge tone="warning">Late</Badge><Badge tone="danger">Failed</Badge>
        </Row>
      </Card>
      <Card title="Form">
        <Form onSubmit={() => undefined} errors={{email: 'Was “harbour”; an e-mail address is expected, for example name@company.com.'}}>
          <FieldRow>
            <TextField label="Name" name="display_name" value="Harbour Lights Trading" onChange={() => undefined} />
            <TextField label="E-mail" name="email" value="harbour" onChange={() => undefined} optional />
            <SelectField label="Kind" value={kind} onChange={setKind} options={[{value: 'organisation', label: 'Organisation'}, {value: 'person', label: 'Person'}]} />
          </FieldRow>
          <FieldRow>
            <MoneyField label="Amount" currencyCode="USD" value={money} onChange={setMoney} hint="Without tax" />
            <DateField label="Due" value={date} onChange={setDate} />
            <TextField label="Phone" value={text} onChange={setText} placeholder="+1 555 0100" />
          </FieldRow>
          <TextArea label="Memo" value={note} onChange={setNote} optional />
          <Checkbox label="Send it by e-mail" checked={checked} onChange={setChecked} />
          <FormActions>
            <Button>Cancel</Button>
            <Button tone="primary" type="submit">Save</Button>
          </FormActions>
        </Form>
      </Card>
      <Banner tone="info" title="A new version is ready." actions={<Button>Reload</Button>} />
      <Banner tone="warning" title="Payments does not answer.">The other pages go on. This is tried again every few seconds.</Banner>
      <Card title="Cash by month">
        <Chart kind="columns" label="Cash received by month, this year and last" categoryLabel="Month" categories={['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']} series={[{key: 'now', label: '2026', color: 'chart-1', values: [420, 510, 480, 620, 700, 660, 720, 810, 760, 880, 640, 0].map((value) => BigInt(value * 1000))}, {key: 'then', label: '2025', color: 'chart-muted', values: [380, 400, 450, 500, 560, 600, 610, 640, 700, 720, 690, 740].map((value) => BigInt(value * 1000))}]} format={(value) => formatMoney(usd(value), 'en-US')} formatAxis={(value) => formatMoneyCompact(usd(value), 'en-US')} />
      </Card>
      <Columns>
        <>
          <Card title="Upload"><FileDrop label="Receivables file" hint="A CSV of at most 64 MB" accept=".csv" acceptWords="a CSV file" onFiles={() => undefined} uploads={[{key: 'a', name: 'invoices-november.csv', sentBytes: 4_300_000, totalBytes: 12_100_000, state: 'sending', onCancel: () => undefined}, {key: 'b', name: 'old.csv', sentBytes: 1_000_000, totalBytes: 9_100_000, state: 'failed', message: 'The connection was lost. Try again: it goes on where it stopped.', onRetry: () => undefined}]} /></Card>
          <Card title="Error"><ErrorState title="The invoices could not be loaded." onRetry={() => undefined}>Avid did not answer within 30 seconds.</ErrorState></Card>
        </>
        <>
          <Card title="Progress"><Progress label="Importing" done={1640} total={2466} note="1,640 of 2,466 rows" /></Card>
          <Card title="Loading" flush><LoadingState /></Card>
          <Card title="Empty"><EmptyState title="No invoices yet" icon={<Receipt size={24} strokeWidth={1.5} aria-hidden="true" />} actions={<Button tone="primary">Raise invoice</Button>}>Raise the first one.</EmptyState></Card>
        </>
      </Columns>
      <Dialog open={dialog} onClose={() => setDialog(false)} title="Refund half of the payment">
        <Form onSubmit={() => setDialog(false)}>
          <MoneyField label="Amount" currencyCode="USD" value={money} onChange={setMoney} autoFocus />
          <FormActions>
            <Button onClick={() => setDialog(false)}>Cancel</Button>
            <Button tone="danger" type="submit">Refund</Button>
          </FormActions>
        </Form>
      </Dialog>
      <CommandPalette
        open={palette}
        onClose={() => setPalette(false)}
        commands={[
          {key: 'customers', group: 'Go to', label: 'Customers', icon: <UserRound size={16} aria-hidden="true" />, note: 'G C', onRun: () => undefined},
          {key: 'invoice', group: 'Actions', label: 'Raise an invoice', icon: <Receipt size={16} aria-hidden="true" />, onRun: () => toast({text: 'Raising…'})},
        ]}
      />
    </Page>
  );
}
