import {WalletCards} from 'lucide-react';
import {feature, page} from '@avid/platform';

export default feature({
  name: 'portal',
  routes: [{index: true, element: page(() => import('./account-page'))}],
  navigation: [{path: '/portal', label: {en: 'My account', de: 'Mein Konto'}, icon: WalletCards, permission: 'own.read'}],
});
