import {useDeferredValue} from 'react';
import {Plus} from 'lucide-react';
import {InvoiceService, type ListInvoicesResponse} from '@avid/api/avid/invoice/v1/invoice_service';
import {SettlementState, type Invoice} from '@avid/api/avid/invoice/v1/invoice';
import {Badge, Button, CalendarDate, catalogue, FilterBar, Money, Page, PageHeader, SearchField, SelectField, useTexts} from '@avid/kit';
import type {Column} from '@avid/kit/table';
import {useNavigate, usePermission, useRows, useSearchParams} from '@avid/platform';
import {useCustomerNames} from '@avid/platform/customer-names';
import {RowsTable} from '@avid/platform/rows-table';
import {useTypedText} from '@avid/platform/typed-text';
import {standingOf, standingTexts, standingTones} from './standing';

const texts = catalogue({
  en: {
    title: 'Invoices', number: 'Number', customer: 'Customer', state: 'State', issued: 'Issued', due: 'Due', total: 'Total', settled: 'Settled', none: 'No invoices', noneWhy: 'Invoices appear here as they are raised.',
    rows: (count: string, more: boolean) => `${count} invoices${more ? ', more below' : ''}`, raise: 'Raise an invoice', find: 'Find invoices', hint: 'Number…', settlement: 'Settlement', all: 'All', open: 'Open', partly: 'Partly settled', paid: 'Settled',
  },
  de: {
    title: 'Rechnungen', number: 'Nummer', customer: 'Kunde', state: 'Stand', issued: 'Ausgestellt', due: 'Fällig', total: 'Summe', settled: 'Beglichen', none: 'Keine Rechnungen', noneWhy: 'Rechnungen stehen hier, sobald sie gestellt sind.',
    rows: (count: string, more: boolean) => `${count} Rechnungen${more ? ', weitere folgen' : ''}`, raise: 'Rechnung stellen', find: 'Rechnungen finden', hint: 'Nummer…', settlement: 'Begleichung', all: 'Alle', open: 'Offen', partly: 'Teils beglichen', paid: 'Beglichen',
  },
});

const PAGE_ROWS = 200;
const SETTLEMENTS = {open: SettlementState.OPEN, partly: SettlementState.PARTLY_SETTLED, paid: SettlementState.SETTLED} as const;
const invoicesOf = (response: ListInvoicesResponse) => response.invoices;

export default function InvoicesPage() {
  const said = useTexts(texts);
  const standings = useTexts(standingTexts);
  const navigate = useNavigate();
  const mayBill = usePermission('billing.write');
  const [address, setAddress] = useSearchParams();
  const wanted = (Object.keys(SETTLEMENTS) as (keyof typeof SETTLEMENTS)[]).find((each) => each === address.get('settlement'));
  const look = (change: {number?: string; settlement?: string}) =>
    setAddress(Object.fromEntries(Object.entries({number: address.get('number') ?? '', settlement: wanted ?? '', ...change}).filter(([, value]) => value)), {replace: true});
  const [number, type] = useTypedText(address.get('number') ?? '', (text) => look({number: text}));
  const settlement = wanted ? SETTLEMENTS[wanted] : SettlementState.SETTLEMENT_STATE_UNSPECIFIED;
  const rows = useRows(InvoiceService.method.listInvoices, {number: useDeferredValue(number.trim().toUpperCase()), settlement, pageSize: PAGE_ROWS}, invoicesOf);
  const names = useCustomerNames(rows);
  const columns: Column<Invoice>[] = [
    {key: 'number', header: said.number, width: 'minmax(84px, 1fr)', fixed: true, render: (invoice) => invoice.number || '–'},
    {key: 'customer', header: said.customer, width: 'minmax(140px, 2fr)', fromWidthPx: 480, render: (invoice) => names.get(invoice.customer)},
    {key: 'state', header: said.state, width: 'minmax(88px, 1fr)', render: (invoice) => <Badge tone={standingTones[standingOf(invoice)]}>{standings[standingOf(invoice)]}</Badge>},
    {key: 'issued', header: said.issued, width: '112px', fromWidthPx: 640, render: (invoice) => <CalendarDate date={invoice.issueDate} />},
    {key: 'due', header: said.due, width: '112px', fromWidthPx: 560, render: (invoice) => <CalendarDate date={invoice.dueDate} />},
    {key: 'total', header: said.total, width: '96px', align: 'end', render: (invoice) => invoice.total && <Money amount={invoice.total} />},
    {key: 'settled', header: said.settled, width: '120px', align: 'end', fromWidthPx: 720, render: (invoice) => invoice.settled && <Money amount={invoice.settled} />},
  ];
  return (
    <Page fill>
      <PageHeader
        title={said.title}
        actions={mayBill && <Button tone="primary" icon={<Plus size={16} aria-hidden="true" />} onClick={() => void navigate('/payments/invoices/new')}>{said.raise}</Button>}
      />
      <FilterBar label={said.find}>
        <SearchField label={said.find} placeholder={said.hint} shortcut="/" value={number} onChange={type} />
        <SelectField
          label={said.settlement}
          labelHidden
          value={wanted ?? ''}
          onChange={(next) => look({settlement: next})}
          options={[{value: '', label: said.all}, ...(Object.keys(SETTLEMENTS) as (keyof typeof SETTLEMENTS)[]).map((value) => ({value, label: said[value]}))]}
        />
      </FilterBar>
      <RowsTable
        rows={rows}
        label={said.title}
        columns={columns}
        rowKey={(invoice) => invoice.name}
        onOpen={(invoice) => void navigate(`/payments/${invoice.name}`)}
        rowHref={(invoice) => `/payments/${invoice.name}`}
        total={rows.first?.totalSize}
        foot={said.rows}
        none={said.none}
        noneWhy={said.noneWhy}
      />
    </Page>
  );
}
