import {useCallback, useState} from 'react';
import {Receipt} from 'lucide-react';
import {OverviewService} from '@avid/api/avid/overview/v1/overview_service';
import type {CustomerOverview} from '@avid/api/avid/overview/v1/overview';
import type {Customer} from '@avid/api/avid/customer/v1/customer';
import {Badge, Banner, Button, catalogue, Columns, Figures, LoadingState, Money, Page, PageHeader, Tabs, useTexts} from '@avid/kit';
import {clientOf, ProblemState, useNavigate, useParams, usePermission, useSearchParams, useWatch} from '@avid/platform';
import {ProcessCard} from '@avid/platform/process-steps';
import {CustomerAccount, CustomerDocuments, CustomerHistory, CustomerInvoices, CustomerPayments} from './customer-tabs';
import {nameOf} from './customer-path';
import {EditableContact} from './editable-contact';

const texts = catalogue({
  en: {
    back: 'Customers', live: 'Live', paused: 'Reconnecting', raise: 'Raise an invoice', balance: 'Balance', open: 'Open', late: 'Late', unallocated: 'Not allocated', nothing: 'Nothing was charged yet',
    parts: 'Parts of the customer', account: 'Account', invoices: 'Invoices', documents: 'Documents', payments: 'Payments', history: 'History',
    missing: 'Some of it cannot be shown at the moment', missingWhat: (what: string) => `It goes on trying: ${what}.`,
  },
  de: {
    back: 'Kunden', live: 'Live', paused: 'Verbindet neu', raise: 'Rechnung stellen', balance: 'Saldo', open: 'Offen', late: 'In Verzug', unallocated: 'Nicht zugeordnet', nothing: 'Noch wurde nichts berechnet',
    parts: 'Teile des Kunden', account: 'Konto', invoices: 'Rechnungen', documents: 'Dokumente', payments: 'Zahlungen', history: 'Verlauf',
    missing: 'Einiges kann im Moment nicht gezeigt werden', missingWhat: (what: string) => `Es wird weiter versucht: ${what}.`,
  },
});

const LATE = ['1-30', '31-60', '61-90', '90+'];

/** A customer with all that is known of it, as it changes. */
export default function CustomerPage() {
  const said = useTexts(texts);
  const navigate = useNavigate();
  const [address, setAddress] = useSearchParams();
  const name = `customers/${useParams().id}`;
  const mayBill = usePermission('billing.write');
  const open = useCallback(async function* (signal: AbortSignal) {
    for await (const {overview} of clientOf(OverviewService).watchCustomerOverview({name}, {signal})) {
      if (overview) yield overview;
    }
  }, [name]);
  const {value: overview, problem, live} = useWatch(open);
  // What was saved here is shown at once; the stream brings the same a moment later.
  const [saved, setSaved] = useState<Customer>();
  if (problem && !overview) return <ProblemState failure={problem.cause} />;
  if (!overview?.customer) return <Page><LoadingState lines={8} /></Page>;
  const customer = newer(overview.customer, saved);
  return (
    <Page>
      <PageHeader
        title={customer.displayName}
        badges={<>{nameOf(customer) && <Badge>{nameOf(customer)}</Badge>}<Badge tone={live ? 'positive' : 'warning'} live={live}>{live ? said.live : said.paused}</Badge></>}
        back={{
          href: '/customers',
          label: said.back,
          onClick: (event) => {
            event.preventDefault();
            void navigate('/customers');
          },
        }}
        actions={mayBill && <Button tone="primary" icon={<Receipt size={16} aria-hidden="true" />} onClick={() => void navigate(`/payments/invoices/new?customer=${customer.name}`)}>{said.raise}</Button>}
      />
      {overview.unavailable.length > 0 && <Banner tone="warning" title={said.missing}>{said.missingWhat(overview.unavailable.join(', '))}</Banner>}
      <Figures figures={figuresOf(overview, said)} />
      <Columns>
        <>
          {overview.processes.map((process) => <ProcessCard key={process.name} process={process} />)}
          <Tabs
            label={said.parts}
            value={address.get('tab') ?? 'account'}
            onChange={(tab) => setAddress(tab === 'account' ? {} : {tab}, {replace: true})}
            tabs={[
              {key: 'account', label: said.account, content: <CustomerAccount overview={overview} />},
              {key: 'invoices', label: said.invoices, content: <CustomerInvoices customer={name} changed={overview} />},
              {key: 'payments', label: said.payments, content: <CustomerPayments customer={name} changed={overview} />},
              {key: 'documents', label: said.documents, content: <CustomerDocuments customer={name} changed={overview} />},
              {key: 'history', label: said.history, content: <CustomerHistory customer={name} changed={overview} />},
            ]}
          />
        </>
        <EditableContact customer={customer} onSaved={setSaved} />
      </Columns>
    </Page>
  );
}

function newer(streamed: Customer, saved: Customer | undefined): Customer {
  if (!saved || saved.name !== streamed.name) return streamed;
  const [one, other] = [streamed.updateTime, saved.updateTime];
  const streamedIsLater = one && other && (one.seconds > other.seconds || (one.seconds === other.seconds && one.nanos >= other.nanos));
  return streamedIsLater ? streamed : saved;
}

function figuresOf(overview: CustomerOverview, said: typeof texts.en) {
  if (overview.accounts.length === 0) return [{key: 'none', label: said.balance, value: '–', note: said.nothing}];
  return overview.accounts.flatMap(({name, currencyCode, balance, open, unallocated}) => {
    const ageing = overview.ageings.find((each) => each.currencyCode === currencyCode);
    const late = LATE.reduce((sum, bucket) => sum + (ageing?.bucketsMinor[bucket] ?? 0n), 0n);
    return [
      {key: `${name} balance`, label: said.balance, value: balance && <Money amount={balance} />},
      {key: `${name} open`, label: said.open, value: open && <Money amount={open} />},
      {key: `${name} late`, label: said.late, value: ageing && <Money amount={{currencyCode, minorUnits: late}} />},
      {key: `${name} unallocated`, label: said.unallocated, value: unallocated && <Money amount={unallocated} />},
    ];
  });
}
