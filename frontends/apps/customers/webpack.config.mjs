import {app} from '@avid/build';

export default app({name: 'customers', port: 4201, title: 'Avid', folder: import.meta.dirname, feature: true});
