import {useCallback} from 'react';
import {OverviewService} from '@avid/api/avid/overview/v1/overview_service';
import {Badge, Card, catalogue, Columns, Details, LoadingState, Money, Page, PageHeader, useTexts} from '@avid/kit';
import {clientOf, ProblemState, useNavigate, useParams, useWatch} from '@avid/platform';
import {nameOf} from './customer-path';

const texts = catalogue({
  en: {back: 'Customers', live: 'Live', paused: 'Reconnecting', contact: 'Contact', email: 'E-mail', phone: 'Telephone', address: 'Address', accounts: 'Accounts', noAccounts: 'Nothing was charged yet.'},
  de: {back: 'Kunden', live: 'Live', paused: 'Verbindet neu', contact: 'Kontakt', email: 'E-Mail', phone: 'Telefon', address: 'Anschrift', accounts: 'Konten', noAccounts: 'Noch wurde nichts berechnet.'},
});

/** A customer with all that is known of it, as it changes. */
export default function CustomerPage() {
  const said = useTexts(texts);
  const navigate = useNavigate();
  const name = `customers/${useParams().id}`;
  const open = useCallback(async function* (signal: AbortSignal) {
    for await (const {overview} of clientOf(OverviewService).watchCustomerOverview({name}, {signal})) {
      if (overview) yield overview;
    }
  }, [name]);
  const {value: overview, problem, live} = useWatch(open);
  const customer = overview?.customer;
  if (problem && !overview) return <ProblemState failure={problem.cause} />;
  if (!customer) return <Page><LoadingState lines={8} /></Page>;
  const {address} = customer;
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
      />
      <Columns>
        <Card title={said.accounts}>
          {overview.accounts.length === 0 ? said.noAccounts : (
            <Details items={overview.accounts.map((account) => ({key: account.name, label: account.currencyCode, value: account.balance && <Money amount={account.balance} tinted />}))} />
          )}
        </Card>
        <Card title={said.contact}>
          <Details
            items={[
              {key: 'email', label: said.email, value: customer.email && <a href={`mailto:${customer.email}`}>{customer.email}</a>},
              {key: 'phone', label: said.phone, value: customer.phone},
              {key: 'address', label: said.address, value: [...(address?.lines ?? []), [address?.postalCode, address?.locality].filter(Boolean).join(' '), address?.regionCode].filter(Boolean).join(', ')},
            ].filter((item) => item.value)}
          />
        </Card>
      </Columns>
    </Page>
  );
}
