import {useDeferredValue, useState} from 'react';
import {useQuery} from '@connectrpc/connect-query';
import {CustomerService} from '@avid/api/avid/customer/v1/customer_service';
import {Button, catalogue, SearchField, useTexts} from '@avid/kit';
import {ProblemState} from '@avid/platform';
import styles from './payments.module.css';

const texts = catalogue({
  en: {find: 'Customer', hint: 'Name or number…', other: 'Choose another', none: 'No customer matches. Try part of the name or the number.'},
  de: {find: 'Kunde', hint: 'Name oder Nummer…', other: 'Anderen wählen', none: 'Kein Kunde passt. Versuchen Sie einen Teil des Namens oder die Nummer.'},
});

const SHOWN = 6;

/** Chooses a customer by part of its name or number. */
export function CustomerPicker({value, onChange, error}: {value: string; onChange(name: string): void; error?: string | undefined}) {
  const said = useTexts(texts);
  const [query, setQuery] = useState('');
  const wanted = useDeferredValue(query.trim());
  const found = useQuery(CustomerService.method.listCustomers, {query: wanted, pageSize: SHOWN}, {enabled: !value && wanted !== ''});
  const chosen = useQuery(CustomerService.method.getCustomer, {name: value}, {enabled: value !== ''});
  if (value) {
    if (chosen.error) return <ProblemState failure={chosen.error} onRetry={() => void chosen.refetch()} />;
    return (
      <div className={styles.chosen}>
        <strong>{chosen.data?.displayName ?? '…'} {chosen.data?.externalIds[0]?.value}</strong>
        <Button tone="quiet" onClick={() => onChange('')}>{said.other}</Button>
      </div>
    );
  }
  return (
    <>
      <SearchField label={said.find} labelHidden={false} placeholder={said.hint} value={query} onChange={setQuery} {...(error ? {error} : {})} autoFocus />
      {wanted !== '' && found.data && (found.data.customers.length === 0 ? <p>{said.none}</p> : (
        <ul className={styles.found} aria-label={said.find}>
          {found.data.customers.map((customer) => (
            <li key={customer.name}>
              <Button onClick={() => onChange(customer.name)}><span>{customer.displayName}</span> <span>{customer.externalIds[0]?.value}</span></Button>
            </li>
          ))}
        </ul>
      ))}
    </>
  );
}
