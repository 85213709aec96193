import {useMemo} from 'react';
import {useQuery} from '@connectrpc/connect-query';
import {CustomerService} from '@avid/api/avid/customer/v1/customer_service';
import type {Rows} from '@avid/platform';

/** What one call answers at most. */
const MOST = 1000;

/** The names of the customers of rows that are loaded, by resource name. */
export function useCustomerNames<Row extends {customer: string}>({count, rowAt}: Rows<Row>): ReadonlyMap<string, string> {
  const names = [...new Set(Array.from({length: count}, (_, index) => rowAt(index)?.customer ?? '').filter(Boolean))].sort().slice(0, MOST);
  const {data} = useQuery(CustomerService.method.batchGetCustomers, {names}, {enabled: names.length > 0, placeholderData: (before) => before});
  return useMemo(() => new Map(data?.customers.map((customer) => [customer.name, customer.displayName])), [data]);
}
