import {CalendarClock, Landmark} from 'lucide-react';
import {lazy} from 'react';
import {feature, page} from '@avid/platform';

export default feature({
  name: 'transactions',
  routes: [
    {index: true, element: page(() => import('./transactions-page'))},
    {path: 'ageing', element: page(() => import('./ageing-page'))},
    {path: ':id', element: page(() => import('./transaction-page'))},
  ],
  navigation: [
    {path: '/transactions', label: {en: 'Transactions', de: 'Buchungen'}, icon: Landmark, permission: 'transactions.read'},
    {path: '/transactions/ageing', label: {en: 'Ageing', de: 'Fälligkeiten'}, icon: CalendarClock, permission: 'overview.read'},
  ],
  home: [{key: 'money', permission: 'transactions.read', Card: lazy(() => import('./money-today'))}],
  searches: [
    {
      key: 'transactions',
      label: {en: 'Transactions', de: 'Buchungen'},
      permission: 'transactions.read',
      find: async (query, context) => (await import('./search')).findTransactions(query, context),
    },
  ],
});
