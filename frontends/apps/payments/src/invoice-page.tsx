import {useEffect, useRef, useState} from 'react';
import {timestampDate} from '@bufbuild/protobuf/wkt';
import {useQuery} from '@connectrpc/connect-query';
import {Copy, CreditCard, Download, Link2} from 'lucide-react';
import {BillingService} from '@avid/api/avid/billing/v1/billing_service';
import {CustomerService} from '@avid/api/avid/customer/v1/customer_service';
import {InvoiceService} from '@avid/api/avid/invoice/v1/invoice_service';
import {InvoiceState, SettlementState, type Invoice} from '@avid/api/avid/invoice/v1/invoice';
import {PaymentService} from '@avid/api/avid/payment/v1/payment_service';
import {PaymentLinkState, type Payment} from '@avid/api/avid/payment/v1/payment';
import {Badge, Button, CalendarDate, Card, catalogue, Columns, Details, Dialog, EmptyState, Figures, Form, FormActions, Instant, LoadingState, Menu, Money, MoneyField, Page, PageHeader, SelectField, TextField, toast, useTexts} from '@avid/kit';
import {Table, type Column} from '@avid/kit/table';
import {clientOf, Link, ProblemState, useNavigate, useParams, usePermission} from '@avid/platform';
import {download} from '@avid/platform/download';
import {hasEnded, ProcessCard} from '@avid/platform/process-steps';
import {useFollowedProcess} from './follow-process';
import {useOnce} from './once';
import styles from './payments.module.css';
import {paymentStateOf, paymentTexts, paymentTones, standingOf, standingTexts, standingTones} from './standing';

const texts = catalogue({
  en: {
    title: (number: string) => (number ? `Invoice ${number}` : 'Draft of an invoice'), back: 'Invoices', pdf: 'PDF', collect: 'Collect', link: 'Payment link', more: 'More', withdraw: 'Withdraw…', issue: 'Issue it',
    total: 'Total', settled: 'Settled', owed: 'Still owed', due: 'Due', issued: 'Issued', customer: 'Customer', memo: 'Text for the customer', why: 'Why it was withdrawn', details: 'Details',
    lines: 'What is billed', description: 'Description', quantity: 'Quantity', price: 'Price of one', tax: 'Tax', net: 'Net', taxOf: (percent: string) => `Tax ${percent} %`,
    payments: 'Payments', noPayments: 'Not paid through Avid yet', noPaymentsWhy: 'Collect it by a saved card, or make a payment link.',
    method: 'Card', noMethod: 'No card is saved', noMethodWhy: 'Make a payment link instead; the customer can also save a card in the portal.', amount: 'Amount', cancel: 'Cancel', close: 'Close', reason: 'Why', withdrawWhat: 'It keeps its number and owes nothing any more. This cannot be undone.',
    copied: 'The address is copied.', copy: 'Copy the address', linkWhat: 'Give this address to the customer; whoever has it can pay.', until: 'Can be paid until', linkPaid: 'Paid', linkOver: 'Can no longer be paid',
  },
  de: {
    title: (number: string) => (number ? `Rechnung ${number}` : 'Entwurf einer Rechnung'), back: 'Rechnungen', pdf: 'PDF', collect: 'Einziehen', link: 'Zahlungslink', more: 'Mehr', withdraw: 'Zurückziehen…', issue: 'Stellen',
    total: 'Summe', settled: 'Beglichen', owed: 'Noch offen', due: 'Fällig', issued: 'Ausgestellt', customer: 'Kunde', memo: 'Text für den Kunden', why: 'Warum sie zurückgezogen wurde', details: 'Einzelheiten',
    lines: 'Was berechnet wird', description: 'Bezeichnung', quantity: 'Menge', price: 'Einzelpreis', tax: 'Steuer', net: 'Netto', taxOf: (percent: string) => `Steuer ${percent} %`,
    payments: 'Zahlungen', noPayments: 'Noch nicht über Avid bezahlt', noPaymentsWhy: 'Ziehen Sie sie von einer gespeicherten Karte ein, oder erstellen Sie einen Zahlungslink.',
    method: 'Karte', noMethod: 'Keine Karte ist gespeichert', noMethodWhy: 'Erstellen Sie stattdessen einen Zahlungslink; der Kunde kann auch im Portal eine Karte speichern.', amount: 'Betrag', cancel: 'Abbrechen', close: 'Schließen', reason: 'Warum', withdrawWhat: 'Sie behält ihre Nummer, und nichts ist mehr geschuldet. Das lässt sich nicht zurücknehmen.',
    copied: 'Die Adresse ist kopiert.', copy: 'Adresse kopieren', linkWhat: 'Geben Sie diese Adresse dem Kunden; wer sie hat, kann bezahlen.', until: 'Bezahlbar bis', linkPaid: 'Bezahlt', linkOver: 'Nicht mehr bezahlbar',
  },
});

/** While something is under way; else often enough that a payment by the customer shows without reloading. */
const BUSY_MILLIS = 700;
const IDLE_MILLIS = 4_000;

type Asked = 'collect' | 'withdraw' | undefined;

/** An invoice as it stands, what was paid of it, and what can be done about it. */
export default function InvoicePage() {
  const said = useTexts(texts);
  const standings = useTexts(standingTexts);
  const states = useTexts(paymentTexts);
  const navigate = useNavigate();
  const name = `invoices/${useParams().id}`;
  const mayBill = usePermission('billing.write');
  const mayTake = usePermission('payments.write');
  const [asked, setAsked] = useState<Asked>();
  const [started, setStarted] = useState<string>();
  const underway = useRef(false);
  const {data: invoice, error, refetch} = useQuery(InvoiceService.method.getInvoice, {name}, {refetchInterval: () => (underway.current ? BUSY_MILLIS : IDLE_MILLIS)});
  // What was begun here, or by whoever collects it at the moment: a link that waits, a colleague's attempt.
  const holder = invoice?.reservedBy.startsWith('processes/') ? invoice.reservedBy : undefined;
  const {process, retry, cancel} = useFollowedProcess(started ?? holder);
  const busy = started !== undefined && !(process && hasEnded(process));
  underway.current = busy;
  const refetchInterval = busy ? BUSY_MILLIS : IDLE_MILLIS;
  const payments = useQuery(PaymentService.method.listPayments, {reference: name}, {refetchInterval});
  const customer = useQuery(CustomerService.method.getCustomer, {name: invoice?.customer ?? ''}, {enabled: Boolean(invoice)});
  const follow = (begun: {name: string}) => {
    setAsked(undefined);
    setStarted(begun.name);
  };
  const issuing = useOnce((requestId) => clientOf(BillingService).raiseInvoice({source: {case: 'draft', value: name}, requestId}), follow);
  const linking = useOnce((requestId) => clientOf(BillingService).sendPaymentLink({invoice: name, requestId}), follow);
  const refused = issuing.problem ?? linking.problem;
  useEffect(() => {
    if (refused) toast({text: refused.message, tone: 'danger'});
  }, [refused]);
  if (error && !invoice) return <ProblemState failure={error} onRetry={() => void refetch()} />;
  if (!invoice?.total) return <Page><LoadingState lines={8} /></Page>;
  const owed = (invoice.total.minorUnits) - (invoice.settled?.minorUnits ?? 0n);
  const owes = invoice.state === InvoiceState.ISSUED && invoice.settlement !== SettlementState.SETTLED;
  // One collects at a time, and what is being collected is not withdrawn.
  const free = owes && !invoice.reservedBy && !busy;
  const standing = standingOf(invoice);
  const {currencyCode} = invoice;
  const paymentLink = process?.references.payment_link;
  return (
    <Page>
      <PageHeader
        title={said.title(invoice.number)}
        badges={<Badge tone={standingTones[standing]}>{standings[standing]}</Badge>}
        back={{
          href: '/payments/invoices',
          label: said.back,
          onClick: (event) => {
            event.preventDefault();
            void navigate('/payments/invoices');
          },
        }}
        actions={
          <>
            {invoice.document && <Button icon={<Download size={16} aria-hidden="true" />} onClick={() => void download(invoice.document)}>{said.pdf}</Button>}
            {free && mayTake && <Button icon={<Link2 size={16} aria-hidden="true" />} busy={linking.busy} onClick={linking.run}>{said.link}</Button>}
            {free && mayTake && <Button tone="primary" icon={<CreditCard size={16} aria-hidden="true" />} onClick={() => setAsked('collect')}>{said.collect}</Button>}
            {invoice.state === InvoiceState.DRAFT && mayBill && <Button tone="primary" busy={issuing.busy || busy} onClick={issuing.run}>{said.issue}</Button>}
            {free && mayBill && <Menu label={said.more} groups={[{key: 'more', items: [{key: 'withdraw', label: said.withdraw, danger: true, onSelect: () => setAsked('withdraw')}]}]} />}
          </>
        }
      />
      <Figures
        figures={[
          {key: 'total', label: said.total, value: <Money amount={invoice.total} />},
          ...(invoice.state === InvoiceState.ISSUED ? [
            {key: 'settled', label: said.settled, value: invoice.settled && <Money amount={invoice.settled} />},
            {key: 'owed', label: said.owed, value: <Money amount={{currencyCode, minorUnits: owed}} />},
          ] : []),
          {key: 'due', label: said.due, value: <CalendarDate date={invoice.dueDate} />},
        ]}
      />
      <Columns>
        <>
          {process && <ProcessCard process={process} onRetry={retry} onCancel={cancel} />}
          {paymentLink && <PaymentLinkCard name={paymentLink} />}
          <Card title={said.lines} flush><Lines invoice={invoice} /></Card>
          <Card title={said.payments} flush>
            {payments.error ? <ProblemState failure={payments.error} onRetry={() => void payments.refetch()} />
              : !payments.data ? <LoadingState lines={2} />
              : payments.data.payments.length === 0 ? <EmptyState title={said.noPayments}>{owes ? said.noPaymentsWhy : ''}</EmptyState>
              : (
                <Table<Payment>
                  label={said.payments}
                  bare
                  columns={[
                    {key: 'time', header: said.issued, width: 'minmax(96px, 1fr)', render: (payment) => <Instant instant={payment.createTime && timestampDate(payment.createTime)} />},
                    {key: 'state', header: '', width: '104px', render: (payment) => <Badge tone={paymentTones[paymentStateOf(payment)]}>{states[paymentStateOf(payment)]}</Badge>},
                    {key: 'amount', header: said.amount, width: '92px', align: 'end', render: (payment) => payment.amount && <Money amount={payment.amount} />},
                  ]}
                  count={payments.data.payments.length}
                  rowAt={(index) => payments.data.payments[index]}
                  rowKey={(payment) => payment.name}
                  onOpen={(payment) => void navigate(`/${payment.name}`)}
                />
              )}
          </Card>
        </>
        <Card title={said.details}>
          <Details
            items={[
              {key: 'customer', label: said.customer, value: <Link to={`/${invoice.customer}`}>{customer.data?.displayName ?? '…'}</Link>},
              {key: 'issued', label: said.issued, value: <CalendarDate date={invoice.issueDate} />},
              {key: 'memo', label: said.memo, value: invoice.memo},
              {key: 'why', label: said.why, value: invoice.voidReason},
            ].filter((item) => item.value)}
          />
        </Card>
      </Columns>
      {asked === 'collect' && <Collect invoice={invoice} owed={owed} onClose={() => setAsked(undefined)} onBegun={follow} />}
      {asked === 'withdraw' && <Withdraw invoice={invoice} onClose={() => setAsked(undefined)} onBegun={follow} />}
    </Page>
  );
}

function Lines({invoice}: {invoice: Invoice}) {
  const said = useTexts(texts);
  const {currencyCode} = invoice;
  const columns: Column<Invoice['lines'][number]>[] = [
    {key: 'description', header: said.description, width: 'minmax(120px, 3fr)', render: (line) => line.description},
    {key: 'quantity', header: said.quantity, width: '72px', align: 'end', fromWidthPx: 400, render: (line) => line.quantity},
    {key: 'price', header: said.price, width: '104px', align: 'end', fromWidthPx: 520, render: (line) => <Money amount={{currencyCode, minorUnits: line.unitPriceMinor}} />},
    {key: 'tax', header: said.tax, width: '72px', align: 'end', fromWidthPx: 520, render: (line) => (line.taxPercent ? `${line.taxPercent} %` : '–')},
    {key: 'net', header: said.net, width: '104px', align: 'end', render: (line) => line.net && <Money amount={line.net} />},
  ];
  return (
    <>
      <Table label={said.lines} bare columns={columns} count={invoice.lines.length} rowAt={(index) => invoice.lines[index]} rowKey={(line) => String(invoice.lines.indexOf(line))} maxRows={12} />
      <div className={styles.sums}>
        <dl className={styles.totals}>
          <dt>{said.net}</dt>
          <dd>{invoice.net && <Money amount={invoice.net} />}</dd>
          {invoice.taxLines.flatMap(({taxPercent, tax}) => [<dt key={`${taxPercent} label`}>{said.taxOf(taxPercent)}</dt>, <dd key={taxPercent}>{tax && <Money amount={tax} />}</dd>])}
          <dt className={styles.sum}>{said.total}</dt>
          <dd className={styles.sum}>{invoice.total && <Money amount={invoice.total} />}</dd>
        </dl>
      </div>
    </>
  );
}

interface Question {
  invoice: Invoice;
  onClose(): void;
  onBegun(process: {name: string}): void;
}

function Collect({invoice, owed, onClose, onBegun}: Question & {owed: bigint}) {
  const said = useTexts(texts);
  const methods = useQuery(PaymentService.method.listPaymentMethods, {customer: invoice.customer});
  const [chosen, setMethod] = useState('');
  const [amount, setAmount] = useState<bigint | undefined>(owed);
  const all = methods.data?.methods ?? [];
  const method = chosen || (all.find((each) => each.preferred) ?? all[0])?.name || '';
  const {run, busy, errors} = useOnce((requestId) => clientOf(BillingService).collectInvoice({invoice: invoice.name, method, amountMinor: amount, requestId}), onBegun);
  return (
    <Dialog open onClose={onClose} title={said.collect} holdsInput>
      {methods.error ? <ProblemState failure={methods.error} onRetry={() => void methods.refetch()} />
        : !methods.data ? <LoadingState lines={3} />
        : all.length === 0 ? <EmptyState title={said.noMethod} actions={<Button onClick={onClose}>{said.close}</Button>}>{said.noMethodWhy}</EmptyState>
        : (
          <Form onSubmit={() => amount !== undefined && amount > 0n && run()} errors={errors('')}>
            <SelectField label={said.method} name="method" value={method} onChange={setMethod} options={all.map(({name, card}) => ({value: name, label: `${card?.brand ?? ''} •••• ${card?.last4 ?? ''}`}))} />
            <MoneyField label={said.amount} name="amount_minor" currencyCode={invoice.currencyCode} value={amount} onChange={setAmount} />
            <FormActions>
              <Button onClick={onClose}>{said.cancel}</Button>
              <Button tone="primary" type="submit" busy={busy} disabled={amount === undefined || amount <= 0n}>{said.collect}</Button>
            </FormActions>
          </Form>
        )}
    </Dialog>
  );
}

function Withdraw({invoice, onClose, onBegun}: Question) {
  const said = useTexts(texts);
  const [reason, setReason] = useState('');
  const {run, busy, errors} = useOnce((requestId) => clientOf(BillingService).voidInvoice({invoice: invoice.name, reason: reason.trim(), requestId}), onBegun);
  return (
    <Dialog open onClose={onClose} title={said.withdraw} holdsInput>
      <Form onSubmit={run} errors={errors('')}>
        <p>{said.withdrawWhat}</p>
        <TextField label={said.reason} name="reason" value={reason} onChange={setReason} maxLength={200} autoFocus />
        <FormActions>
          <Button onClick={onClose}>{said.cancel}</Button>
          <Button tone="danger" type="submit" busy={busy}>{said.withdraw}</Button>
        </FormActions>
      </Form>
    </Dialog>
  );
}

function PaymentLinkCard({name}: {name: string}) {
  const said = useTexts(texts);
  const {data: link} = useQuery(PaymentService.method.getPaymentLink, {name}, {refetchInterval: IDLE_MILLIS});
  if (!link) return null;
  return (
    <Card title={said.link}>
      {link.state === PaymentLinkState.LINK_PAID ? <Badge tone="positive">{said.linkPaid}</Badge>
        : link.state === PaymentLinkState.LINK_EXPIRED ? <Badge>{said.linkOver}</Badge>
        : (
          <>
            <p>{said.linkWhat}</p>
            <div className={styles.chosen}>
              <TextField label={said.link} labelHidden readOnly value={link.url} onChange={() => undefined} onFocus={(event) => event.target.select()} />
              <Button icon={<Copy size={16} aria-hidden="true" />} onClick={() => void navigator.clipboard.writeText(link.url).then(() => toast({text: said.copied, tone: 'positive'}))}>{said.copy}</Button>
            </div>
            <Details items={[{key: 'until', label: said.until, value: <Instant instant={link.expireTime && timestampDate(link.expireTime)} />}]} />
          </>
        )}
    </Card>
  );
}
