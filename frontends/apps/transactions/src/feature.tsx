import {Landmark} from 'lucide-react';
import {feature, page} from '@avid/platform';

export default feature({
  name: 'transactions',
  routes: [{index: true, element: page(() => import('./transactions-page'))}],
  navigation: [{path: '/transactions', label: {en: 'Transactions', de: 'Buchungen'}, icon: Landmark, permission: 'transactions.read'}],
});
