import {useCallback, useEffect} from 'react';
import {useQuery} from '@connectrpc/connect-query';
import {useQueryClient} from '@tanstack/react-query';
import {CustomerService} from '@avid/api/avid/customer/v1/customer_service';
import {OverviewService} from '@avid/api/avid/overview/v1/overview_service';
import {catalogue, EmptyState, Page, PageHeader, useTexts} from '@avid/kit';
import {clientOf, NavLink, Outlet, usePerson, useWatch} from '@avid/platform';
import styles from './portal.module.css';

const texts = catalogue({
  en: {places: 'Your account', account: 'Account', history: 'History', documents: 'Documents', cards: 'Cards', contact: 'Contact', notCustomer: 'This is the customers’ page', notCustomerWhy: 'Your login is not a customer’s. The console shows customers to staff.'},
  de: {places: 'Ihr Konto', account: 'Konto', history: 'Verlauf', documents: 'Dokumente', cards: 'Karten', contact: 'Kontakt', notCustomer: 'Dies ist die Seite der Kunden', notCustomerWhy: 'Ihre Anmeldung ist nicht die eines Kunden. Die Konsole zeigt Kunden den Mitarbeitern.'},
});

/** Around all pages of a customer: who it is, and where to go. */
export default function PortalLayout() {
  const said = useTexts(texts);
  const {customer} = usePerson();
  return customer ? <Portal customer={customer} /> : <Page><EmptyState title={said.notCustomer}>{said.notCustomerWhy}</EmptyState></Page>;
}

function Portal({customer}: {customer: string}) {
  const said = useTexts(texts);
  const {data} = useQuery(CustomerService.method.getCustomer, {name: customer});
  useFresh(customer);
  const places = [['', said.account], ['/history', said.history], ['/documents', said.documents], ['/cards', said.cards], ['/contact', said.contact]] as const;
  return (
    <Page narrow>
      <PageHeader title={data?.displayName ?? ' '} />
      <nav className={styles.places} aria-label={said.places}>
        {places.map(([path, label]) => (
          <NavLink key={path} to={`/portal${path}`} end={path === ''} className={styles.place}>
            {label}
          </NavLink>
        ))}
      </nav>
      <Outlet />
    </Page>
  );
}

/** Whatever changes about this customer, here or at the organisation, the pages ask anew. */
function useFresh(customer: string) {
  const queries = useQueryClient();
  const open = useCallback((signal: AbortSignal) => clientOf(OverviewService).watchCustomerOverview({name: customer}, {signal}), [customer]);
  const {value} = useWatch(open);
  const overview = value?.overview;
  useEffect(() => {
    if (overview) void queries.invalidateQueries();
  }, [overview, queries]);
}
