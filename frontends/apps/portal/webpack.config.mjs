import {app} from '@avid/build';

export default app({name: 'portal', port: 4205, title: 'Avid', folder: import.meta.dirname, feature: true, density: 'roomy'});
