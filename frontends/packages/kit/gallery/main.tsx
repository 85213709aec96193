import '../src/styles.css';
import {StrictMode} from 'react';
import {createRoot} from 'react-dom/client';
import {Gallery} from './gallery';

const choice = new URLSearchParams(window.location.search);
const theme = choice.get('theme');
if (theme) document.documentElement.dataset.theme = theme;
if (choice.get('density') === 'roomy') document.documentElement.dataset.density = 'roomy';

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <Gallery locale={choice.get('locale') ?? 'en-US'} part={choice.get('part') ?? 'components'} />
  </StrictMode>,
);
