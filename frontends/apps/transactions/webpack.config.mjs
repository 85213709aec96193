import {app} from '@avid/build';

export default app({name: 'transactions', port: 4202, title: 'Avid', folder: import.meta.dirname, feature: true});
