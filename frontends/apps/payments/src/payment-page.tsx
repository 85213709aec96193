import {useState} from 'react';
import {timestampDate} from '@bufbuild/protobuf/wkt';
import {useQuery} from '@connectrpc/connect-query';
import {Undo2} from 'lucide-react';
import {BillingService} from '@avid/api/avid/billing/v1/billing_service';
import {CustomerService} from '@avid/api/avid/customer/v1/customer_service';
import {InvoiceService} from '@avid/api/avid/invoice/v1/invoice_service';
import {PaymentService} from '@avid/api/avid/payment/v1/payment_service';
import {DisputeState, PaymentState, RefundState, type Payment, type Refund as GivenBack} from '@avid/api/avid/payment/v1/payment';
import {Badge, Banner, Button, CalendarDate, Card, catalogue, Checkbox, Columns, Details, Dialog, EmptyState, Figures, Form, FormActions, Instant, LoadingState, Money, MoneyField, Page, PageHeader, TextField, useLocale, useTexts, formatMoney, type Tone} from '@avid/kit';
import {Table} from '@avid/kit/table';
import {clientOf, Link, ProblemState, useNavigate, useParams, usePermission} from '@avid/platform';
import {hasEnded, ProcessCard} from '@avid/platform/process-steps';
import {useFollowedProcess} from './follow-process';
import {useOnce} from './once';
import styles from './payments.module.css';
import {paymentStateOf, paymentTexts, paymentTones} from './standing';

const texts = catalogue({
  en: {
    title: (amount: string) => `Payment of ${amount}`, back: 'Payments', refund: 'Refund', amount: 'Amount', refunded: 'Refunded', left: 'Left', fee: 'Fee', details: 'Details', customer: 'Customer', invoice: 'For', card: 'Card', time: 'Asked for', paid: 'Taken on', stripe: 'At Stripe',
    failed: 'Why it failed', refunds: 'Refunds', none: 'Nothing was given back', noneWhy: 'A refund in part or whole appears here.', all: 'All', half: 'Half', reason: 'Why', credit: 'The customer need not pay it again', creditHow: 'A credit settles the invoice; otherwise it is open again by this amount.',
    cancel: 'Cancel', give: 'Give back', disputes: 'Disputes', disputed: 'Disputed', until: (date: string) => `Evidence can be given at Stripe until ${date}.`,
    REFUND_PENDING: 'Under way', REFUND_SUCCEEDED: 'Given back', REFUND_FAILED: 'Refused', REFUND_CANCELLED: 'Withdrawn', REFUND_STATE_UNSPECIFIED: '',
    DISPUTE_INQUIRY: 'The bank asks', DISPUTE_NEEDS_RESPONSE: 'Needs an answer', DISPUTE_UNDER_REVIEW: 'With the bank', DISPUTE_WON: 'Won', DISPUTE_LOST: 'Lost', DISPUTE_INQUIRY_CLOSED: 'Closed', DISPUTE_STATE_UNSPECIFIED: '',
  },
  de: {
    title: (amount: string) => `Zahlung über ${amount}`, back: 'Zahlungen', refund: 'Erstatten', amount: 'Betrag', refunded: 'Erstattet', left: 'Übrig', fee: 'Gebühr', details: 'Einzelheiten', customer: 'Kunde', invoice: 'Für', card: 'Karte', time: 'Verlangt', paid: 'Eingezogen am', stripe: 'Bei Stripe',
    failed: 'Warum sie scheiterte', refunds: 'Erstattungen', none: 'Nichts wurde zurückgegeben', noneWhy: 'Eine Erstattung, teils oder ganz, steht dann hier.', all: 'Alles', half: 'Die Hälfte', reason: 'Warum', credit: 'Der Kunde muss es nicht noch einmal zahlen', creditHow: 'Eine Gutschrift begleicht die Rechnung; sonst ist sie um diesen Betrag wieder offen.',
    cancel: 'Abbrechen', give: 'Zurückgeben', disputes: 'Streitfälle', disputed: 'Bestritten', until: (date: string) => `Belege nimmt Stripe bis ${date} an.`,
    REFUND_PENDING: 'Unterwegs', REFUND_SUCCEEDED: 'Zurückgegeben', REFUND_FAILED: 'Abgelehnt', REFUND_CANCELLED: 'Zurückgezogen', REFUND_STATE_UNSPECIFIED: '',
    DISPUTE_INQUIRY: 'Die Bank fragt', DISPUTE_NEEDS_RESPONSE: 'Braucht eine Antwort', DISPUTE_UNDER_REVIEW: 'Bei der Bank', DISPUTE_WON: 'Gewonnen', DISPUTE_LOST: 'Verloren', DISPUTE_INQUIRY_CLOSED: 'Geschlossen', DISPUTE_STATE_UNSPECIFIED: '',
  },
});

const BUSY_MILLIS = 700;
const IDLE_MILLIS = 5_000;
const REFUND_TONES: Readonly<Record<RefundState, Tone>> = {
  [RefundState.REFUND_STATE_UNSPECIFIED]: 'neutral',
  [RefundState.REFUND_PENDING]: 'info',
  [RefundState.REFUND_SUCCEEDED]: 'positive',
  [RefundState.REFUND_FAILED]: 'danger',
  [RefundState.REFUND_CANCELLED]: 'neutral',
};

/** A payment as it stands, what was given back of it, and the giving back. */
export default function PaymentPage() {
  const said = useTexts(texts);
  const states = useTexts(paymentTexts);
  const {tag} = useLocale();
  const navigate = useNavigate();
  const name = `payments/${useParams().id}`;
  const mayRefund = usePermission('payments.refund');
  const [asking, setAsking] = useState(false);
  const [started, setStarted] = useState<string>();
  const {process, retry, cancel} = useFollowedProcess(started);
  const refetchInterval = started !== undefined && !(process && hasEnded(process)) ? BUSY_MILLIS : IDLE_MILLIS;
  const {data: payment, error, refetch} = useQuery(PaymentService.method.getPayment, {name}, {refetchInterval});
  const refunds = useQuery(PaymentService.method.listRefunds, {payment: name}, {refetchInterval});
  const customer = useQuery(CustomerService.method.getCustomer, {name: payment?.customer ?? ''}, {enabled: Boolean(payment?.customer)});
  const isOfInvoice = payment?.reference.startsWith('invoices/') ?? false;
  const invoice = useQuery(InvoiceService.method.getInvoice, {name: payment?.reference ?? ''}, {enabled: isOfInvoice});
  if (error && !payment) return <ProblemState failure={error} onRetry={() => void refetch()} />;
  if (!payment?.amount) return <Page><LoadingState lines={8} /></Page>;
  const state = paymentStateOf(payment);
  const {currencyCode} = payment.amount;
  const left = payment.amount.minorUnits - (payment.refunded?.minorUnits ?? 0n);
  return (
    <Page>
      <PageHeader
        title={said.title(formatMoney(payment.amount, tag))}
        badges={<Badge tone={paymentTones[state]}>{states[state]}</Badge>}
        back={{
          href: '/payments',
          label: said.back,
          onClick: (event) => {
            event.preventDefault();
            void navigate('/payments');
          },
        }}
        actions={mayRefund && payment.state === PaymentState.SUCCEEDED && left > 0n && <Button icon={<Undo2 size={16} aria-hidden="true" />} onClick={() => setAsking(true)}>{said.refund}</Button>}
      />
      {payment.failure && <Banner tone="danger" title={said.failed}>{payment.failure.message}</Banner>}
      {payment.disputes.map((dispute) => (
        <Banner key={dispute.name} tone="warning" title={`${said.disputed}: ${said[(DisputeState[dispute.state] ?? 'DISPUTE_STATE_UNSPECIFIED') as keyof typeof DisputeState]}`}>
          {dispute.amount && <Money amount={dispute.amount} />} {dispute.reason} {dispute.evidenceDueTime && said.until(new Intl.DateTimeFormat(tag, {dateStyle: 'medium'}).format(timestampDate(dispute.evidenceDueTime)))}
        </Banner>
      ))}
      <Figures
        figures={[
          {key: 'amount', label: said.amount, value: <Money amount={payment.amount} />},
          {key: 'refunded', label: said.refunded, value: <Money amount={payment.refunded ?? {currencyCode, minorUnits: 0n}} />},
          ...(payment.state === PaymentState.SUCCEEDED ? [{key: 'left', label: said.left, value: <Money amount={{currencyCode, minorUnits: left}} />}] : []),
          ...(payment.fee ? [{key: 'fee', label: said.fee, value: <Money amount={payment.fee} />}] : []),
        ]}
      />
      <Columns>
        <>
          {process && <ProcessCard process={process} onRetry={retry} onCancel={cancel} />}
          <Card title={said.refunds} flush>
            {refunds.error ? <ProblemState failure={refunds.error} onRetry={() => void refunds.refetch()} />
              : !refunds.data ? <LoadingState lines={2} />
              : refunds.data.refunds.length === 0 ? <EmptyState title={said.none}>{said.noneWhy}</EmptyState>
              : (
                <Table<GivenBack>
                  label={said.refunds}
                  bare
                  columns={[
                    {key: 'time', header: said.time, width: 'minmax(96px, 1fr)', render: (refund) => <Instant instant={refund.createTime && timestampDate(refund.createTime)} />},
                    {key: 'state', header: '', width: '104px', render: (refund) => <Badge tone={REFUND_TONES[refund.state]}>{said[(RefundState[refund.state] ?? 'REFUND_STATE_UNSPECIFIED') as keyof typeof RefundState]}</Badge>},
                    {key: 'reason', header: said.reason, width: 'minmax(96px, 2fr)', fromWidthPx: 520, render: (refund) => refund.failure || refund.reason},
                    {key: 'amount', header: said.amount, width: '92px', align: 'end', render: (refund) => refund.amount && <Money amount={refund.amount} />},
                  ]}
                  count={refunds.data.refunds.length}
                  rowAt={(index) => refunds.data.refunds[index]}
                  rowKey={(refund) => refund.name}
                />
              )}
          </Card>
        </>
        <Card title={said.details}>
          <Details
            items={[
              {key: 'customer', label: said.customer, value: payment.customer && <Link to={`/${payment.customer}`}>{customer.data?.displayName ?? '…'}</Link>},
              {key: 'invoice', label: said.invoice, value: isOfInvoice && <Link to={`/payments/${payment.reference}`}>{invoice.data?.number ?? '…'}</Link>},
              {key: 'card', label: said.card, value: payment.card && `${payment.card.brand} •••• ${payment.card.last4}`},
              {key: 'time', label: said.time, value: <Instant instant={payment.createTime && timestampDate(payment.createTime)} />},
              {key: 'paid', label: said.paid, value: payment.paidDate && <CalendarDate date={payment.paidDate} />},
              {key: 'stripe', label: said.stripe, value: payment.stripePaymentIntent},
            ].filter((item) => item.value)}
          />
        </Card>
      </Columns>
      {asking && (
        <Refund
          payment={payment}
          left={left}
          onClose={() => setAsking(false)}
          onBegun={(begun) => {
            setAsking(false);
            setStarted(begun.name);
          }}
        />
      )}
    </Page>
  );
}

function Refund({payment, left, onClose, onBegun}: {payment: Payment; left: bigint; onClose(): void; onBegun(process: {name: string}): void}) {
  const said = useTexts(texts);
  const [amount, setAmount] = useState<bigint | undefined>(left);
  const [reason, setReason] = useState('');
  const [credit, setCredit] = useState(false);
  const currencyCode = payment.amount?.currencyCode ?? '';
  const {run, busy, errors} = useOnce((requestId) => clientOf(BillingService).refundPayment({payment: payment.name, amountMinor: amount, reason: reason.trim(), creditInvoice: credit, requestId}), onBegun);
  // Half of what was paid, and never more than what is left.
  const half = (payment.amount?.minorUnits ?? 0n) / 2n;
  return (
    <Dialog open onClose={onClose} title={said.refund} holdsInput>
      <Form onSubmit={() => amount !== undefined && amount > 0n && run()} errors={errors('')}>
        <MoneyField label={said.amount} name="amount_minor" currencyCode={currencyCode} value={amount} onChange={setAmount} />
        <div className={styles.parts}>
          <Button onClick={() => setAmount(left)}>{said.all}</Button>
          <Button onClick={() => setAmount(half < left ? half : left)}>{said.half}</Button>
        </div>
        <TextField label={said.reason} name="reason" optional value={reason} onChange={setReason} maxLength={200} />
        {payment.reference.startsWith('invoices/') && (
          <div>
            <Checkbox label={said.credit} checked={credit} onChange={setCredit} />
            <p>{said.creditHow}</p>
          </div>
        )}
        <FormActions>
          <Button onClick={onClose}>{said.cancel}</Button>
          <Button tone="danger" type="submit" busy={busy} disabled={amount === undefined || amount <= 0n}>{said.give}</Button>
        </FormActions>
      </Form>
    </Dialog>
  );
}
