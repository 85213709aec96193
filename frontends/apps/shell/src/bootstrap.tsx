import '@avid/kit/styles.css';
import {start} from '@avid/platform/start';
import {Console} from './console';

void start({app: 'shell', children: <Console />});
