import {InvoiceService, type ListInvoicesResponse} from '@avid/api/avid/invoice/v1/invoice_service';
import {InvoiceState, SettlementState, type Invoice} from '@avid/api/avid/invoice/v1/invoice';
import {Badge, CalendarDate, catalogue, Money, Page, PageHeader, useTexts, type Tone} from '@avid/kit';
import type {Column} from '@avid/kit/table';
import {useRows} from '@avid/platform';
import {RowsTable} from '@avid/platform/rows-table';

const texts = catalogue({
  en: {
    title: 'Invoices', number: 'Number', state: 'State', issued: 'Issued', due: 'Due', total: 'Total', settled: 'Settled', none: 'No invoices', noneWhy: 'Invoices appear here as they are raised.',
    rows: (count: string, more: boolean) => `${count}${more ? ' loaded, more below' : ' invoices'}`, draft: 'Draft', void: 'Void', open: 'Open', partly: 'Partly settled', paid: 'Settled',
  },
  de: {
    title: 'Rechnungen', number: 'Nummer', state: 'Stand', issued: 'Ausgestellt', due: 'Fällig', total: 'Summe', settled: 'Beglichen', none: 'Keine Rechnungen', noneWhy: 'Rechnungen stehen hier, sobald sie gestellt sind.',
    rows: (count: string, more: boolean) => `${count}${more ? ' geladen, weitere folgen' : ' Rechnungen'}`, draft: 'Entwurf', void: 'Zurückgezogen', open: 'Offen', partly: 'Teils beglichen', paid: 'Beglichen',
  },
});

const PAGE_ROWS = 200;
const invoicesOf = (response: ListInvoicesResponse) => response.invoices;

type Standing = 'draft' | 'void' | 'open' | 'partly' | 'paid';
const TONES: Readonly<Record<Standing, Tone>> = {draft: 'neutral', void: 'neutral', open: 'info', partly: 'warning', paid: 'positive'};

function standingOf({state, settlement}: Invoice): Standing {
  if (state === InvoiceState.DRAFT) return 'draft';
  if (state === InvoiceState.VOID) return 'void';
  return settlement === SettlementState.SETTLED ? 'paid' : settlement === SettlementState.PARTLY_SETTLED ? 'partly' : 'open';
}

export default function InvoicesPage() {
  const said = useTexts(texts);
  const rows = useRows(InvoiceService.method.listInvoices, {pageSize: PAGE_ROWS}, invoicesOf);
  const columns: Column<Invoice>[] = [
    {key: 'number', header: said.number, width: 'minmax(120px, 1fr)', fixed: true, render: (invoice) => invoice.number || '–'},
    {key: 'state', header: said.state, width: '140px', render: (invoice) => <Badge tone={TONES[standingOf(invoice)]}>{said[standingOf(invoice)]}</Badge>},
    {key: 'issued', header: said.issued, width: '112px', fromWidthPx: 640, render: (invoice) => <CalendarDate date={invoice.issueDate} />},
    {key: 'due', header: said.due, width: '112px', fromWidthPx: 560, render: (invoice) => <CalendarDate date={invoice.dueDate} />},
    {key: 'total', header: said.total, width: '120px', align: 'end', render: (invoice) => invoice.total && <Money amount={invoice.total} />},
    {key: 'settled', header: said.settled, width: '120px', align: 'end', fromWidthPx: 720, render: (invoice) => invoice.settled && <Money amount={invoice.settled} />},
  ];
  return (
    <Page fill>
      <PageHeader title={said.title} />
      <RowsTable
        rows={rows}
        label={said.title}
        columns={columns}
        rowKey={(invoice) => invoice.name}
        foot={said.rows}
        none={said.none}
        noneWhy={said.noneWhy}
      />
    </Page>
  );
}
