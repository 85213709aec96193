import {app} from '@avid/build';

export default app({name: 'documents', port: 4203, title: 'Avid', folder: import.meta.dirname, feature: true});
