import {timestampDate} from '@bufbuild/protobuf/wkt';
import {PaymentService, type ListPaymentsResponse} from '@avid/api/avid/payment/v1/payment_service';
import {PaymentState, type Payment} from '@avid/api/avid/payment/v1/payment';
import {Badge, catalogue, FilterBar, Instant, Money, Page, PageHeader, SelectField, useTexts} from '@avid/kit';
import type {Column} from '@avid/kit/table';
import {useNavigate, useRows, useSearchParams} from '@avid/platform';
import {useCustomerNames} from '@avid/platform/customer-names';
import {RowsTable} from '@avid/platform/rows-table';
import {paymentStateOf, paymentTexts, paymentTones, type PaymentStateName} from './standing';

const texts = catalogue({
  en: {
    title: 'Payments', customer: 'Customer', filter: 'Filter payments', state: 'State', all: 'All', time: 'Time', amount: 'Amount', refunded: 'Refunded', card: 'Card', why: 'Why it failed', none: 'No payments',
    noneWhy: 'Payments appear here when an invoice is collected or paid by a link.', rows: (count: string, more: boolean) => `${count}${more ? ' loaded, more below' : ' payments'}`,
  },
  de: {
    title: 'Zahlungen', customer: 'Kunde', filter: 'Zahlungen filtern', state: 'Stand', all: 'Alle', time: 'Zeit', amount: 'Betrag', refunded: 'Erstattet', card: 'Karte', why: 'Warum sie scheiterte', none: 'Keine Zahlungen',
    noneWhy: 'Zahlungen stehen hier, sobald eine Rechnung eingezogen oder über einen Link bezahlt wird.', rows: (count: string, more: boolean) => `${count}${more ? ' geladen, weitere folgen' : ' Zahlungen'}`,
  },
});

const STATES: readonly PaymentStateName[] = ['PENDING', 'REQUIRES_ACTION', 'SUCCEEDED', 'FAILED', 'CANCELLED'];
const PAGE_ROWS = 200;
const paymentsOf = (response: ListPaymentsResponse) => response.payments;

export default function PaymentsPage() {
  const said = useTexts(texts);
  const states = useTexts(paymentTexts);
  const navigate = useNavigate();
  const [address, setAddress] = useSearchParams();
  const wanted = STATES.find((state) => state === address.get('state'));
  const rows = useRows(PaymentService.method.listPayments, {state: wanted ? PaymentState[wanted] : PaymentState.PAYMENT_STATE_UNSPECIFIED, pageSize: PAGE_ROWS}, paymentsOf);
  const names = useCustomerNames(rows);
  const columns: Column<Payment>[] = [
    {key: 'time', header: said.time, width: 'minmax(96px, 1fr)', fixed: true, render: (payment) => <Instant instant={payment.createTime && timestampDate(payment.createTime)} />},
    {key: 'customer', header: said.customer, width: 'minmax(140px, 2fr)', fromWidthPx: 480, render: (payment) => names.get(payment.customer)},
    {key: 'state', header: said.state, width: 'minmax(88px, 1fr)', render: (payment) => <Badge tone={paymentTones[paymentStateOf(payment)]}>{states[paymentStateOf(payment)]}</Badge>},
    {key: 'card', header: said.card, width: '140px', fromWidthPx: 720, render: (payment) => payment.card && `${payment.card.brand} ${payment.card.last4}`},
    {key: 'why', header: said.why, width: 'minmax(160px, 2fr)', fromWidthPx: 960, render: (payment) => payment.failure?.message},
    {key: 'amount', header: said.amount, width: '92px', align: 'end', render: (payment) => payment.amount && <Money amount={payment.amount} />},
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
          options={[{value: '', label: said.all}, ...STATES.map((state) => ({value: state, label: states[state]}))]}
        />
      </FilterBar>
      <RowsTable
        rows={rows}
        label={said.title}
        columns={columns}
        rowKey={(payment) => payment.name}
        onOpen={(payment) => void navigate(`/${payment.name}`)}
        rowHref={(payment) => `/${payment.name}`}
        foot={said.rows}
        none={said.none}
        noneWhy={said.noneWhy}
      />
    </Page>
  );
}
