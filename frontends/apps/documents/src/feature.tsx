import {FileText} from 'lucide-react';
import {feature, page} from '@avid/platform';

export default feature({
  name: 'documents',
  routes: [{index: true, element: page(() => import('./documents-page'))}],
  navigation: [{path: '/documents', label: {en: 'Documents', de: 'Dokumente'}, icon: FileText, permission: 'documents.read'}],
});
