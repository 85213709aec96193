import {UserRound} from 'lucide-react';
import {CustomerService} from '@avid/api/avid/customer/v1/customer_service';
import {clientOf, feature, page} from '@avid/platform';
import {nameOf, pathOf} from './customer-path';

const FOUND = 8;

export default feature({
  name: 'customers',
  routes: [
    {index: true, element: page(() => import('./customers-page'))},
    {path: 'import', element: page(() => import('./import-page'))},
    {path: ':id', element: page(() => import('./customer-page'))},
  ],
  navigation: [{path: '/customers', label: {en: 'Customers', de: 'Kunden'}, icon: UserRound, permission: 'customers.read'}],
  commands: [{key: 'import', label: {en: 'Import customers and receivables', de: 'Kunden und Forderungen importieren'}, keywords: 'csv upload', permission: 'imports.write', run: (go) => go('/customers/import')}],
  searches: [
    {
      key: 'customers',
      label: {en: 'Customers', de: 'Kunden'},
      permission: 'customers.read',
      find: async (query, {signal}) =>
        (await clientOf(CustomerService).listCustomers({query, pageSize: FOUND}, {signal})).customers.map((customer) => ({
          key: customer.name,
          label: customer.displayName,
          note: nameOf(customer),
          path: pathOf(customer.name),
        })),
    },
  ],
});
