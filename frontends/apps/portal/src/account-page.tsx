import {useQuery} from '@connectrpc/connect-query';
import {OverviewService} from '@avid/api/avid/overview/v1/overview_service';
import {CalendarDate, Card, catalogue, EmptyState, Figures, LoadingState, Money, Page, PageHeader, useTexts} from '@avid/kit';
import {Table, type Column} from '@avid/kit/table';
import type {Invoice} from '@avid/api/avid/invoice/v1/invoice';
import {ProblemState, usePerson} from '@avid/platform';

const texts = catalogue({
  en: {balance: 'You owe', open: 'Open invoices', number: 'Invoice', due: 'Due', amount: 'Amount', none: 'Nothing is open', noneWhy: 'New invoices appear here.', notCustomer: 'This is the customers’ page', notCustomerWhy: 'Your login is not a customer’s. The console shows customers to staff.'},
  de: {balance: 'Sie schulden', open: 'Offene Rechnungen', number: 'Rechnung', due: 'Fällig', amount: 'Betrag', none: 'Nichts ist offen', noneWhy: 'Neue Rechnungen stehen dann hier.', notCustomer: 'Dies ist die Seite der Kunden', notCustomerWhy: 'Ihre Anmeldung ist nicht die eines Kunden. Die Konsole zeigt Kunden den Mitarbeitern.'},
});

export default function AccountPage() {
  const said = useTexts(texts);
  const {customer} = usePerson();
  return customer ? <Account name={customer} /> : <Page><EmptyState title={said.notCustomer}>{said.notCustomerWhy}</EmptyState></Page>;
}

function Account({name}: {name: string}) {
  const said = useTexts(texts);
  const {data, error, refetch} = useQuery(OverviewService.method.getCustomerOverview, {name});
  if (error) return <ProblemState failure={error} onRetry={() => void refetch()} />;
  if (!data?.customer) return <Page narrow><LoadingState lines={8} /></Page>;
  const open = data.invoices.filter((invoice) => invoice.total && invoice.settled && invoice.total.minorUnits > invoice.settled.minorUnits);
  const columns: Column<Invoice>[] = [
    {key: 'number', header: said.number, width: 'minmax(120px, 1fr)', fixed: true, render: (invoice) => invoice.number},
    {key: 'due', header: said.due, width: '112px', render: (invoice) => <CalendarDate date={invoice.dueDate} />},
    {key: 'amount', header: said.amount, width: 'minmax(112px, 1fr)', align: 'end', render: (invoice) => invoice.total && <Money amount={invoice.total} />},
  ];
  return (
    <Page narrow>
      <PageHeader title={data.customer.displayName} />
      <Figures figures={data.accounts.map((account) => ({key: account.name, label: said.balance, value: account.balance && <Money amount={account.balance} />}))} />
      <Card title={said.open} flush>
        <Table label={said.open} columns={columns} count={open.length} rowAt={(index) => open[index]} rowKey={(invoice) => invoice.name} bare empty={<EmptyState title={said.none}>{said.noneWhy}</EmptyState>} />
      </Card>
    </Page>
  );
}
