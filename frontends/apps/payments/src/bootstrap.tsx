import '@avid/kit/styles.css';
import {startAlone} from '@avid/platform/alone';
import feature from './feature';

void startAlone(feature);
