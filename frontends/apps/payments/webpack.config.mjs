import {app} from '@avid/build';

export default app({name: 'payments', port: 4204, title: 'Avid', folder: import.meta.dirname, feature: true});
