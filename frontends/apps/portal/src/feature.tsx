import {WalletCards} from 'lucide-react';
import {feature, page} from '@avid/platform';

export default feature({
  name: 'portal',
  routes: [
    {
      element: page(() => import('./portal-layout')),
      children: [
        {index: true, element: page(() => import('./account-page'))},
        {path: 'history', element: page(() => import('./history-page'))},
        {path: 'documents', element: page(() => import('./documents-page'))},
        {path: 'cards', element: page(() => import('./cards-page'))},
        {path: 'contact', element: page(() => import('./contact-page'))},
        {path: 'pay', element: page(() => import('./pay-page'))},
        {path: 'paying/:attempt', element: page(() => import('./paying-page'))},
      ],
    },
  ],
  navigation: [{path: '/portal', label: {en: 'My account', de: 'Mein Konto'}, icon: WalletCards, permission: 'own.read'}],
});
