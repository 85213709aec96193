import {StrictMode, useMemo, useState, useSyncExternalStore, type ReactNode} from 'react';
import {createRoot} from 'react-dom/client';
import {BrowserRouter} from 'react-router';
import {QueryClient, QueryClientProvider} from '@tanstack/react-query';
import {TransportProvider} from '@connectrpc/connect-query';
import {Banner, Button, catalogue, Dialog, ErrorState, FormActions, LocaleProvider, Page, Toaster, useTexts, useThemeChoice} from '@avid/kit';
import {fetchAddresses} from './addresses';
import {forgetOverrides, readOverrides, withOverrides} from './overrides';
import {usePersonLocale} from './person-locale';
import {PlatformProvider, usePlatform, type Platform} from './platform';
import {problemOf} from './problem';
import {CALLBACKS, Session} from './session';
import {createTransport} from './transport';
import {allowScript, allowScriptsFrom} from './trusted-types';
import {reportVitals} from './vitals';
import styles from './start.module.css';

const texts = catalogue({
  en: {
    cannotStart: 'This page cannot start',
    tryAgain: 'Try again in a moment; if it stays, tell your administrator:',
    signedOut: 'You are signed out',
    signIn: 'Sign in',
    ended: 'Your session has ended',
    endedWhy: 'Sign in again to go on. What you typed is still here, and what was under way goes on then.',
    signInAgain: 'Sign in again',
    windowRefused: 'The window to sign in could not be used:',
    overridden: 'Parts of this page are a developer’s:',
    overrideRefused: 'Not overridden:',
    overrideEnd: 'Use the deployed ones',
  },
  de: {
    cannotStart: 'Diese Seite kann nicht starten',
    tryAgain: 'Versuchen Sie es gleich noch einmal; wenn es so bleibt, sagen Sie Ihrem Administrator:',
    signedOut: 'Sie sind abgemeldet',
    signIn: 'Anmelden',
    ended: 'Ihre Sitzung ist beendet',
    endedWhy: 'Melden Sie sich wieder an, um weiterzuarbeiten. Was Sie eingegeben haben, ist noch da, und was unterwegs war, geht dann weiter.',
    signInAgain: 'Wieder anmelden',
    windowRefused: 'Das Fenster zur Anmeldung war nicht zu benutzen:',
    overridden: 'Teile dieser Seite sind die eines Entwicklers:',
    overrideRefused: 'Nicht ersetzt:',
    overrideEnd: 'Die ausgelieferten benutzen',
  },
});

export interface StartOptions {
  /** "shell", or the feature that runs alone. */
  app: string;
  /** Shown once somebody is signed in. */
  children: ReactNode;
}

/** Signs the person in and shows an app, in whatever environment addresses.json names. */
export async function start({app, children}: StartOptions): Promise<void> {
  const root = createRoot(document.getElementById('app')!);
  const show = (content: ReactNode) =>
    root.render(
      <StrictMode>
        <Surroundings>{content}</Surroundings>
      </StrictMode>,
    );
  try {
    const published = await fetchAddresses();
    const session = new Session(published.login, window.location.origin);
    const here = window.location;
    // Asked for before the way through the login, which loses the query.
    const overrides = readOverrides(published, new URLSearchParams(here.search), window.sessionStorage);
    if (here.pathname === CALLBACKS.signedOut) {
      show(<SignedOut session={session} />);
      return;
    }
    if (Object.values<string>(CALLBACKS).includes(here.pathname)) {
      const back = await session.returned(here.pathname);
      if (back === undefined) return;
      window.history.replaceState(null, '', back);
    } else {
      const query = new URLSearchParams(here.search);
      query.delete('override');
      const path = here.pathname + (query.size > 0 ? `?${query}` : '') + here.hash;
      await session.signIn(path);
      return;
    }
    const addresses = withOverrides(published, overrides);
    allowScriptsFrom(addresses.features.map((feature) => feature.origin));
    if (addresses.stripeScript) allowScript(addresses.stripeScript);
    reportVitals(app);
    show(<Started platform={{app, addresses, overrides, session, transport: createTransport(addresses.api, session)}}>{children}</Started>);
  } catch (failure) {
    console.error(failure);
    show(<CannotStart failure={failure} />);
  }
}

function Surroundings({children}: {children: ReactNode}) {
  const [tag] = usePersonLocale();
  useThemeChoice();
  return (
    <LocaleProvider tag={tag}>
      {children}
      <Toaster />
    </LocaleProvider>
  );
}

function Started({platform, children}: {platform: Platform; children: ReactNode}) {
  const queries = useMemo(
    () =>
      new QueryClient({
        defaultOptions: {
          queries: {
            staleTime: 5_000,
            retry: (failures, failure) => failures < 2 && problemOf(failure).retryable,
            refetchOnWindowFocus: true,
          },
          mutations: {retry: false},
        },
      }),
    [],
  );
  return (
    <PlatformProvider platform={platform}>
      <TransportProvider transport={platform.transport}>
        <QueryClientProvider client={queries}>
          <BrowserRouter>
            {children}
            <SessionEnded />
          </BrowserRouter>
        </QueryClientProvider>
      </TransportProvider>
    </PlatformProvider>
  );
}

/** Above all pages while a developer's build stands in for a deployed one. */
export function OverrideBanner({className}: {className?: string | undefined}) {
  const {overrides} = usePlatform();
  const said = useTexts(texts);
  if (overrides.active.length === 0 && overrides.refused.length === 0) return null;
  const end = () => {
    forgetOverrides(window.sessionStorage);
    window.location.reload();
  };
  return (
    <div className={className}>
      <Banner
        tone="warning"
        title={overrides.active.length > 0 ? said.overridden : said.overrideRefused}
        actions={<Button onClick={end}>{said.overrideEnd}</Button>}
      >
        {[...overrides.active.map((each) => `${each.feature} = ${each.origin}`), ...overrides.refused].join('; ')}
      </Banner>
    </div>
  );
}

/** Over the page, which stays as it is: calls wait, and go on after the person has signed in again. */
function SessionEnded() {
  const {session} = usePlatform();
  const state = useSyncExternalStore(session.subscribe, session.current);
  const [fault, setFault] = useState<string>();
  const [aside, setAside] = useState(false);
  const said = useTexts(texts);
  if (state.kind !== 'ended') return null;
  const again = () => {
    setFault(undefined);
    session.signInAgain().catch((failure: unknown) => setFault(failure instanceof Error ? failure.message : String(failure)));
  };
  const button = (
    <Button tone="primary" onClick={again}>
      {said.signInAgain}
    </Button>
  );
  if (aside) {
    return (
      <div className={styles.aside}>
        <Banner tone="warning" title={said.ended} actions={button} />
      </div>
    );
  }
  return (
    <Dialog open={!aside} holdsInput title={said.ended} onClose={() => setAside(true)}>
      <p>{said.endedWhy}</p>
      <FormActions>{button}</FormActions>
      {fault && (
        <Banner tone="danger" title={said.windowRefused}>
          {fault}
        </Banner>
      )}
    </Dialog>
  );
}

function SignedOut({session}: {session: Session}) {
  const said = useTexts(texts);
  return (
    <Page narrow>
      <Banner tone="positive" title={said.signedOut} actions={<Button tone="primary" onClick={() => void session.signIn('/')}>{said.signIn}</Button>} />
    </Page>
  );
}

function CannotStart({failure}: {failure: unknown}) {
  const said = useTexts(texts);
  return (
    <ErrorState title={said.cannotStart} onRetry={() => window.location.assign(window.location.pathname === CALLBACKS.redirect ? '/' : window.location.href)}>
      <p>{said.tryAgain}</p>
      <p>
        <code>{failure instanceof Error ? failure.message : String(failure)}</code>
      </p>
    </ErrorState>
  );
}
