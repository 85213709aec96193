import {useDeferredValue} from 'react';
import {CustomerService, type ListCustomersResponse} from '@avid/api/avid/customer/v1/customer_service';
import {CustomerKind, type Customer} from '@avid/api/avid/customer/v1/customer';
import {catalogue, FilterBar, Page, PageHeader, SearchField, useTexts} from '@avid/kit';
import type {Column} from '@avid/kit/table';
import {useNavigate, useRows, useSearchParams} from '@avid/platform';
import {RowsTable} from '@avid/platform/rows-table';
import {nameOf, pathOf} from './customer-path';

const texts = catalogue({
  en: {
    title: 'Customers', search: 'Find customers', hint: 'Name, number, e-mail…', name: 'Name', number: 'Number', email: 'E-mail', place: 'Place', kind: 'Kind',
    organisation: 'Organisation', person: 'Person', none: 'No customers yet', noneWhy: 'They appear here when they are imported or created.',
    noMatch: 'No customer matches', noMatchWhy: 'Try part of a name, a number or an e-mail address.', rows: (count: string, more: boolean) => `${count}${more ? ' loaded, more below' : ' customers'}`,
  },
  de: {
    title: 'Kunden', search: 'Kunden finden', hint: 'Name, Nummer, E-Mail…', name: 'Name', number: 'Nummer', email: 'E-Mail', place: 'Ort', kind: 'Art',
    organisation: 'Organisation', person: 'Person', none: 'Noch keine Kunden', noneWhy: 'Sie stehen hier, sobald sie importiert oder angelegt sind.',
    noMatch: 'Kein Kunde passt', noMatchWhy: 'Versuchen Sie einen Teil des Namens, eine Nummer oder eine E-Mail-Adresse.', rows: (count: string, more: boolean) => `${count}${more ? ' geladen, weitere folgen' : ' Kunden'}`,
  },
});

const PAGE_ROWS = 200;
const customersOf = (response: ListCustomersResponse) => response.customers;

export default function CustomersPage() {
  const said = useTexts(texts);
  const navigate = useNavigate();
  // In the address, so that what is found can be shared and the way back finds it.
  const [address, setAddress] = useSearchParams();
  const query = address.get('q') ?? '';
  const rows = useRows(CustomerService.method.listCustomers, {query: useDeferredValue(query), pageSize: PAGE_ROWS}, customersOf);
  const columns: Column<Customer>[] = [
    {key: 'name', header: said.name, width: 'minmax(200px, 2fr)', fixed: true, render: (customer) => customer.displayName},
    {key: 'number', header: said.number, width: 'minmax(120px, 1fr)', render: nameOf},
    {key: 'email', header: said.email, width: 'minmax(200px, 2fr)', fromWidthPx: 800, render: (customer) => customer.email},
    {key: 'place', header: said.place, width: 'minmax(140px, 1fr)', fromWidthPx: 640, render: (customer) => [customer.address?.postalCode, customer.address?.locality].filter(Boolean).join(' ')},
    {key: 'kind', header: said.kind, width: '120px', fromWidthPx: 960, render: (customer) => (customer.kind === CustomerKind.PERSON ? said.person : customer.kind === CustomerKind.ORGANISATION ? said.organisation : '')},
  ];
  return (
    <Page fill>
      <PageHeader title={said.title} />
      <FilterBar label={said.search}>
        <SearchField label={said.search} placeholder={said.hint} value={query} onChange={(text) => setAddress(text ? {q: text} : {}, {replace: true})} />
      </FilterBar>
      <RowsTable
        rows={rows}
        label={said.title}
        columns={columns}
        rowKey={(customer) => customer.name}
        onOpen={(customer) => void navigate(pathOf(customer.name))}
        rowHref={(customer) => pathOf(customer.name)}
        foot={said.rows}
        none={query ? said.noMatch : said.none}
        noneWhy={query ? said.noMatchWhy : said.noneWhy}
      />
    </Page>
  );
}
