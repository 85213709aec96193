import {useEffect, useRef} from 'react';
import {timestampDate} from '@bufbuild/protobuf/wkt';
import {Download} from 'lucide-react';
import {DocumentService, type ListDocumentsResponse} from '@avid/api/avid/document/v1/document_service';
import type {Document as FiledDocument} from '@avid/api/avid/document/v1/document';
import {InvoiceService, type ListInvoicesResponse} from '@avid/api/avid/invoice/v1/invoice_service';
import {InvoiceState, SettlementState, type Invoice} from '@avid/api/avid/invoice/v1/invoice';
import type {CustomerOverview} from '@avid/api/avid/overview/v1/overview';
import {PaymentService, type ListPaymentsResponse} from '@avid/api/avid/payment/v1/payment_service';
import {PaymentState, type Payment} from '@avid/api/avid/payment/v1/payment';
import {TransactionService, type ListTransactionsResponse} from '@avid/api/avid/transaction/v1/transaction_service';
import {TransactionKind, type Transaction} from '@avid/api/avid/transaction/v1/transaction';
import {Badge, Button, CalendarDate, Card, catalogue, Details, EmptyState, Instant, LoadingState, Money, useTexts, type Tone} from '@avid/kit';
import {Table, type Column} from '@avid/kit/table';
import {ProblemState, useNavigate, usePermission, useRows, type Rows} from '@avid/platform';
import {download} from '@avid/platform/download';
import styles from './customer.module.css';

const texts = catalogue({
  en: {
    late: 'Open, by days late', current: 'Not due yet', days: (range: string) => `${range} days`, methods: 'Saved cards', preferred: 'Preferred', noMethods: 'No card is saved.', nothing: 'Nothing is open.',
    invoices: 'Invoices', payments: 'Payments', documents: 'Documents', history: 'History', none: 'Nothing here yet', noInvoices: 'Raise the first by the button above.', noPayments: 'They appear when an invoice is collected or paid by a link.',
    noDocuments: 'Invoices, receipts and statements are filed here.', noHistory: 'Charges, payments and credits appear here as they are posted.',
    number: 'Number', state: 'State', due: 'Due', total: 'Total', time: 'Time', amount: 'Amount', refunded: 'Refunded', card: 'Card', file: 'File', kind: 'Kind', date: 'Date', remaining: 'Remaining', download: (name: string) => `Download ${name}`,
    draft: 'Draft', void: 'Void', open: 'Open', partly: 'Partly settled', paid: 'Settled',
    PENDING: 'Pending', REQUIRES_ACTION: 'Waits for the customer', SUCCEEDED: 'Paid', FAILED: 'Failed', CANCELLED: 'Cancelled', PAYMENT_STATE_UNSPECIFIED: '',
    CHARGE: 'Charge', PAYMENT: 'Payment', CREDIT: 'Credit', REVERSAL: 'Reversal', FEE: 'Fee', REFUND: 'Refund', TRANSACTION_KIND_UNSPECIFIED: '', reversed: 'Reversed', disputed: 'Disputed',
  },
  de: {
    late: 'Offen, nach Tagen in Verzug', current: 'Noch nicht fällig', days: (range: string) => `${range} Tage`, methods: 'Gespeicherte Karten', preferred: 'Bevorzugt', noMethods: 'Keine Karte ist gespeichert.', nothing: 'Nichts ist offen.',
    invoices: 'Rechnungen', payments: 'Zahlungen', documents: 'Dokumente', history: 'Verlauf', none: 'Hier ist noch nichts', noInvoices: 'Stellen Sie die erste mit dem Knopf oben.', noPayments: 'Sie erscheinen, sobald eine Rechnung eingezogen oder über einen Link bezahlt wird.',
    noDocuments: 'Rechnungen, Quittungen und Kontoauszüge werden hier abgelegt.', noHistory: 'Forderungen, Zahlungen und Gutschriften erscheinen hier, sobald sie gebucht sind.',
    number: 'Nummer', state: 'Stand', due: 'Fällig', total: 'Summe', time: 'Zeit', amount: 'Betrag', refunded: 'Erstattet', card: 'Karte', file: 'Datei', kind: 'Art', date: 'Datum', remaining: 'Noch offen', download: (name: string) => `${name} herunterladen`,
    draft: 'Entwurf', void: 'Zurückgezogen', open: 'Offen', partly: 'Teils beglichen', paid: 'Beglichen',
    PENDING: 'Unterwegs', REQUIRES_ACTION: 'Wartet auf den Kunden', SUCCEEDED: 'Bezahlt', FAILED: 'Gescheitert', CANCELLED: 'Abgebrochen', PAYMENT_STATE_UNSPECIFIED: '',
    CHARGE: 'Forderung', PAYMENT: 'Zahlung', CREDIT: 'Gutschrift', REVERSAL: 'Storno', FEE: 'Gebühr', REFUND: 'Erstattung', TRANSACTION_KIND_UNSPECIFIED: '', reversed: 'Storniert', disputed: 'Bestritten',
  },
});

const PAGE_ROWS = 100;
const BUCKETS = ['current', '1-30', '31-60', '61-90', '90+'];

/** What is owed and how late, and the cards that it can be taken by. */
export function CustomerAccount({overview}: {overview: CustomerOverview}) {
  const said = useTexts(texts);
  const owed = overview.ageings.filter((ageing) => ageing.items > 0n);
  return (
    <div className={styles.stack}>
      <Card title={said.late}>
        {owed.length === 0 ? said.nothing : owed.map(({currencyCode, bucketsMinor}) => (
          <Details
            key={currencyCode}
            items={BUCKETS.filter((bucket) => bucketsMinor[bucket]).map((bucket) => ({
              key: bucket,
              label: bucket === 'current' ? said.current : said.days(bucket),
              value: <Money amount={{currencyCode, minorUnits: bucketsMinor[bucket] ?? 0n}} />,
            }))}
          />
        ))}
      </Card>
      <Card title={said.methods}>
        {overview.paymentMethods.length === 0 ? said.noMethods : (
          <Details
            items={overview.paymentMethods.map(({name, card, preferred}) => ({
              key: name,
              label: `${card?.brand ?? ''} •••• ${card?.last4 ?? ''}`,
              value: <>{String(card?.expiryMonth ?? '').padStart(2, '0')}/{card?.expiryYear} {preferred && <Badge tone="positive">{said.preferred}</Badge>}</>,
            }))}
          />
        )}
      </Card>
    </div>
  );
}

/** A list's rows within a card, asked anew where the customer changed. */
function CardTable<Row>({rows, changed, label, columns, rowKey, onOpen, none}: {
  rows: Rows<Row>;
  changed: unknown;
  label: string;
  columns: readonly Column<Row>[];
  rowKey(row: Row): string;
  onOpen?: ((row: Row) => void) | undefined;
  none: string;
}) {
  const said = useTexts(texts);
  const first = useRef(changed);
  const {retry} = rows;
  const again = useRef(retry);
  again.current = retry;
  useEffect(() => {
    if (first.current !== changed) again.current();
  }, [changed]);
  if (rows.failure) return <Card><ProblemState failure={rows.failure} onRetry={retry} /></Card>;
  if (rows.loading) return <Card><LoadingState lines={6} /></Card>;
  return (
    <Table label={label} columns={columns} count={rows.count} rowAt={rows.rowAt} onView={rows.onView} rowKey={rowKey} {...(onOpen ? {onOpen} : {})} maxRows={12} empty={<EmptyState title={said.none}>{none}</EmptyState>} />
  );
}

interface Part {
  customer: string;
  /** Another object whenever something of the customer changed. */
  changed: unknown;
}

type Standing = 'draft' | 'void' | 'open' | 'partly' | 'paid';
const STANDING_TONES: Readonly<Record<Standing, Tone>> = {draft: 'neutral', void: 'neutral', open: 'info', partly: 'warning', paid: 'positive'};

function standingOf({state, settlement}: Invoice): Standing {
  if (state === InvoiceState.DRAFT) return 'draft';
  if (state === InvoiceState.VOID) return 'void';
  return settlement === SettlementState.SETTLED ? 'paid' : settlement === SettlementState.PARTLY_SETTLED ? 'partly' : 'open';
}

const invoicesOf = (response: ListInvoicesResponse) => response.invoices;

export function CustomerInvoices({customer, changed}: Part) {
  const said = useTexts(texts);
  const navigate = useNavigate();
  const mayRead = usePermission('invoices.read');
  const rows = useRows(InvoiceService.method.listInvoices, {customer, pageSize: PAGE_ROWS}, invoicesOf);
  const columns: Column<Invoice>[] = [
    {key: 'number', header: said.number, width: 'minmax(88px, 1fr)', render: (invoice) => invoice.number || '–'},
    {key: 'state', header: said.state, width: '112px', render: (invoice) => <Badge tone={STANDING_TONES[standingOf(invoice)]}>{said[standingOf(invoice)]}</Badge>},
    {key: 'due', header: said.due, width: '112px', fromWidthPx: 480, render: (invoice) => <CalendarDate date={invoice.dueDate} />},
    {key: 'total', header: said.total, width: '92px', align: 'end', render: (invoice) => invoice.total && <Money amount={invoice.total} />},
  ];
  return <CardTable rows={rows} changed={changed} label={said.invoices} columns={columns} rowKey={(invoice) => invoice.name} onOpen={mayRead ? (invoice) => void navigate(`/payments/${invoice.name}`) : undefined} none={said.noInvoices} />;
}

type PaymentStateName = keyof typeof PaymentState;
const PAYMENT_TONES: Readonly<Record<PaymentStateName, Tone>> = {PENDING: 'info', REQUIRES_ACTION: 'warning', SUCCEEDED: 'positive', FAILED: 'danger', CANCELLED: 'neutral', PAYMENT_STATE_UNSPECIFIED: 'neutral'};
const paymentsOf = (response: ListPaymentsResponse) => response.payments;

export function CustomerPayments({customer, changed}: Part) {
  const said = useTexts(texts);
  const navigate = useNavigate();
  const rows = useRows(PaymentService.method.listPayments, {customer, pageSize: PAGE_ROWS}, paymentsOf);
  const stateOf = (payment: Payment) => (PaymentState[payment.state] ?? 'PAYMENT_STATE_UNSPECIFIED') as PaymentStateName;
  const columns: Column<Payment>[] = [
    {key: 'time', header: said.time, width: 'minmax(96px, 1fr)', render: (payment) => <Instant instant={payment.createTime && timestampDate(payment.createTime)} />},
    {key: 'state', header: said.state, width: '104px', render: (payment) => <Badge tone={PAYMENT_TONES[stateOf(payment)]}>{said[stateOf(payment)]}</Badge>},
    {key: 'card', header: said.card, width: '112px', fromWidthPx: 560, render: (payment) => payment.card && `${payment.card.brand} ${payment.card.last4}`},
    {key: 'refunded', header: said.refunded, width: '104px', align: 'end', fromWidthPx: 560, render: (payment) => payment.refunded && payment.refunded.minorUnits !== 0n && <Money amount={payment.refunded} />},
    {key: 'amount', header: said.amount, width: '92px', align: 'end', render: (payment) => payment.amount && <Money amount={payment.amount} />},
  ];
  return <CardTable rows={rows} changed={changed} label={said.payments} columns={columns} rowKey={(payment) => payment.name} onOpen={(payment) => void navigate(`/${payment.name}`)} none={said.noPayments} />;
}

const documentsOf = (response: ListDocumentsResponse) => response.documents;

export function CustomerDocuments({customer, changed}: Part) {
  const said = useTexts(texts);
  const rows = useRows(DocumentService.method.listDocuments, {customer, pageSize: PAGE_ROWS}, documentsOf);
  const columns: Column<FiledDocument>[] = [
    {key: 'file', header: said.file, width: 'minmax(160px, 2fr)', render: (document) => document.fileName},
    {key: 'time', header: said.time, width: '176px', fromWidthPx: 480, render: (document) => <Instant instant={document.createTime && timestampDate(document.createTime)} />},
    {key: 'get', header: '', width: '48px', align: 'end', render: (document) => <Button tone="quiet" label={said.download(document.fileName)} icon={<Download size={16} aria-hidden="true" />} onClick={() => void download(document.name)} />},
  ];
  return <CardTable rows={rows} changed={changed} label={said.documents} columns={columns} rowKey={(document) => document.name} onOpen={(document) => void download(document.name)} none={said.noDocuments} />;
}

type KindName = keyof typeof TransactionKind;
const transactionsOf = (response: ListTransactionsResponse) => response.transactions;

export function CustomerHistory({customer, changed}: Part) {
  const said = useTexts(texts);
  const rows = useRows(TransactionService.method.listTransactions, {filter: `customer = "${customer}"`, pageSize: PAGE_ROWS}, transactionsOf);
  const columns: Column<Transaction>[] = [
    {key: 'date', header: said.date, width: '104px', render: (transaction) => <CalendarDate date={transaction.effectiveDate} />},
    {
      key: 'kind', header: said.kind, width: 'minmax(96px, 1fr)',
      render: (transaction) => <>{said[(TransactionKind[transaction.kind] ?? 'TRANSACTION_KIND_UNSPECIFIED') as KindName]} {transaction.reversedBy && <Badge>{said.reversed}</Badge>} {transaction.disputed && <Badge tone="warning">{said.disputed}</Badge>}</>,
    },
    {key: 'number', header: said.number, width: 'minmax(104px, 1fr)', fromWidthPx: 480, render: (transaction) => transaction.invoiceNumber},
    {key: 'remaining', header: said.remaining, width: '112px', align: 'end', fromWidthPx: 560, render: (transaction) => transaction.remaining && transaction.remaining.minorUnits !== 0n && <Money amount={transaction.remaining} />},
    {key: 'amount', header: said.amount, width: '92px', align: 'end', render: (transaction) => transaction.amount && <Money amount={transaction.amount} />},
  ];
  return <CardTable rows={rows} changed={changed} label={said.history} columns={columns} rowKey={(transaction) => transaction.name} none={said.noHistory} />;
}
