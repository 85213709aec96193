import {Banknote, Receipt} from 'lucide-react';
import {feature, page} from '@avid/platform';

export default feature({
  name: 'payments',
  routes: [
    {index: true, element: page(() => import('./payments-page'))},
    {path: 'invoices', element: page(() => import('./invoices-page'))},
  ],
  navigation: [
    {path: '/payments/invoices', label: {en: 'Invoices', de: 'Rechnungen'}, icon: Receipt, permission: 'invoices.read'},
    {path: '/payments', label: {en: 'Payments', de: 'Zahlungen'}, icon: Banknote, permission: 'payments.read'},
  ],
});
