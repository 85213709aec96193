import {useMemo} from 'react';
import {useQuery} from '@connectrpc/connect-query';
import {CustomerService} from '@avid/api/avid/customer/v1/customer_service';
// By its name, as a feature has this file of its own and the platform of the shell.
import {usePermission, type Rows} from '@avid/platform';

/** What one call answers at most. */
const MOST = 1000;

/** The names of the customers of rows that are loaded, by resource name; none for who may not read customers. */
export function useCustomerNames<Row extends {customer: string}>({count, rowAt}: Rows<Row>): ReadonlyMap<string, string> {
  const names = [...new Set(Array.from({length: count}, (_, index) => rowAt(index)?.customer ?? '').filter(Boolean))].sort().slice(0, MOST);
  const mayRead = usePermission('customers.read');
  const {data} = useQuery(CustomerService.method.batchGetCustomers, {names}, {enabled: mayRead && names.length > 0, placeholderData: (before) => before});
  return useMemo(() => new Map(data?.customers.map((customer) => [customer.name, customer.displayName])), [data]);
}
