import {timestampDate} from '@bufbuild/protobuf/wkt';
import {PaymentService, type ListPaymentsResponse} from '@avid/api/avid/payment/v1/payment_service';
import {PaymentState, type Payment} from '@avid/api/avid/payment/v1/payment';
import {Badge, catalogue, FilterBar, Instant, Money, Page, PageHeader, SelectField, useTexts, type Tone} from '@avid/kit';
import type {Column} from '@avid/kit/table';
import {useRows, useSearchParams} from '@avid/platform';
import {RowsTable} from '@avid/platform/rows-table';

const texts = catalogue({
  en: {
    title: 'Payments', filter: 'Filter payments', state: 'State', all: 'All', time: 'Time', amount: 'Amount', refunded: 'Refunded', card: 'Card', why: 'Why it failed', none: 'No payments',
    noneWhy: 'Payments appear here when an invoice is collected or paid by a link.', rows: (count: string, more: boolean) => `${count}${more ? ' loaded, more below' : ' payments'}`,
    PENDING: 'Pending', REQUIRES_ACTION: 'Waits for the customer', SUCCEEDED: 'Paid', FAILED: 'Failed', CANCELLED: 'Cancelled', PAYMENT_STATE_UNSPECIFIED: '',
  },
  de: {
    title: 'Zahlungen', filter: 'Zahlungen filtern', state: 'Stand', all: 'Alle', time: 'Zeit', amount: 'Betrag', refunded: 'Erstattet', card: 'Karte', why: 'Warum sie scheiterte', none: 'Keine Zahlungen',
    noneWhy: 'Zahlungen stehen hier, sobald eine Rechnung eingezogen oder über einen Link bezahlt wird.', rows: (count: string, more: boolean) => `${count}${more ? ' geladen, weitere folgen' : ' Zahlungen'}`,
    PENDING: 'Unterwegs', REQUIRES_ACTION: 'Wartet auf den Kunden', SUCCEEDED: 'Bezahlt', FAILED: 'Gescheitert', CANCELLED: 'Abgebrochen', PAYMENT_STATE_UNSPECIFIED: '',
  },
});

type StateName = keyof typeof PaymentState;
const TONES: Readonly<Record<StateName, Tone>> = {PENDING: 'info', REQUIRES_ACTION: 'warning', SUCCEEDED: 'positive', FAILED: 'danger', CANCELLED: 'neutral', PAYMENT_STATE_UNSPECIFIED: 'neutral'};
const STATES: readonly StateName[] = ['PENDING', 'REQUIRES_ACTION', 'SUCCEEDED', 'FAILED', 'CANCELLED'];
const PAGE_ROWS = 200;
const paymentsOf = (response: ListPaymentsResponse) => response.payments;

function stateOf(payment: Payment): StateName {
  return (PaymentState[payment.state] ?? 'PAYMENT_STATE_UNSPECIFIED') as StateName;
}

export default function PaymentsPage() {
  const said = useTexts(texts);
  const [address, setAddress] = useSearchParams();
  const wanted = STATES.find((state) => state === address.get('state'));
  const rows = useRows(PaymentService.method.listPayments, {state: wanted ? PaymentState[wanted] : PaymentState.PAYMENT_STATE_UNSPECIFIED, pageSize: PAGE_ROWS}, paymentsOf);
  const columns: Column<Payment>[] = [
    {key: 'time', header: said.time, width: '180px', fixed: true, render: (payment) => <Instant instant={payment.createTime && timestampDate(payment.createTime)} />},
    {key: 'state', header: said.state, width: 'minmax(120px, 1fr)', render: (payment) => <Badge tone={TONES[stateOf(payment)]}>{said[stateOf(payment)]}</Badge>},
    {key: 'card', header: said.card, width: '140px', fromWidthPx: 720, render: (payment) => payment.card && `${payment.card.brand} ${payment.card.last4}`},
    {key: 'why', header: said.why, width: 'minmax(160px, 2fr)', fromWidthPx: 960, render: (payment) => payment.failure?.message},
    {key: 'amount', header: said.amount, width: '120px', align: 'end', render: (payment) => payment.amount && <Money amount={payment.amount} />},
    {key: 'refunded', header: said.refunded, width: '120px', align: 'end', fromWidthPx: 640, render: (payment) => payment.refunded && payment.refunded.minorUnits !== 0n && <Money amount={payment.refunded} />},
  ];
  return (
    <Page fill>
      <PageHeader title={said.title} />
      <FilterBar label={said.filter}>
        <SelectField
          label={said.state}
          value={wanted ?? ''}
          onChange={(state) => setAddress(state ? {state} : {}, {replace: true})}
          options={[{value: '', label: said.all}, ...STATES.map((state) => ({value: state, label: said[state]}))]}
        />
      </FilterBar>
      <RowsTable
        rows={rows}
        label={said.title}
        columns={columns}
        rowKey={(payment) => payment.name}
        foot={said.rows}
        none={said.none}
        noneWhy={said.noneWhy}
      />
    </Page>
  );
}
