import {app} from '@avid/build';

export default app({name: 'shell', port: 4200, title: 'Avid', folder: import.meta.dirname});
