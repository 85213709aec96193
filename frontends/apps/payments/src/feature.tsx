import {Banknote, Receipt} from 'lucide-react';
import {InvoiceService} from '@avid/api/avid/invoice/v1/invoice_service';
import {clientOf, feature, page} from '@avid/platform';

const FOUND = 6;

export default feature({
  name: 'payments',
  routes: [
    {index: true, element: page(() => import('./payments-page'))},
    {path: 'invoices', element: page(() => import('./invoices-page'))},
    {path: 'invoices/new', element: page(() => import('./raise-invoice-page'))},
    {path: 'invoices/:id', element: page(() => import('./invoice-page'))},
    {path: ':id', element: page(() => import('./payment-page'))},
  ],
  navigation: [
    {path: '/payments/invoices', label: {en: 'Invoices', de: 'Rechnungen'}, icon: Receipt, permission: 'invoices.read'},
    {path: '/payments', label: {en: 'Payments', de: 'Zahlungen'}, icon: Banknote, permission: 'payments.read'},
  ],
  commands: [{key: 'raise-invoice', label: {en: 'Raise an invoice', de: 'Rechnung stellen'}, keywords: 'bill new neu', permission: 'billing.write', run: (go) => go('/payments/invoices/new')}],
  searches: [
    {
      key: 'invoices',
      label: {en: 'Invoices', de: 'Rechnungen'},
      permission: 'invoices.read',
      // By the beginning of its number, as it is printed.
      find: async (query, {signal}) =>
        (await clientOf(InvoiceService).listInvoices({number: query.toUpperCase(), pageSize: FOUND}, {signal})).invoices.map((invoice) => ({
          key: invoice.name,
          label: invoice.number,
          note: invoice.dueDate,
          path: `/payments/${invoice.name}`,
        })),
    },
  ],
});
