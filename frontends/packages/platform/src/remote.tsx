import {Component, Suspense, use, useState, type ReactNode} from 'react';
import {useRoutes} from 'react-router';
import {Button, catalogue, ErrorState, LoadingState, useTexts} from '@avid/kit';
import type {FeatureAddress} from './addresses';
import {FeatureFault, readFeature, type Feature} from './feature';
import {trustedScriptUrl} from './trusted-types';

/** What webpack's built-in federation gives a container. */
interface Container {
  init(scope: unknown): Promise<void>;
  get(module: string): Promise<() => {default: unknown}>;
}

declare const __webpack_init_sharing__: (scope: string) => Promise<void>;
declare const __webpack_share_scopes__: {default: unknown};

/** A remote that has not answered by then is told as down; when it answers later, a retry finds it. */
const PATIENCE_MILLIS = 10_000;

const loading = new Map<string, Promise<Feature>>();
const listeners = new Set<(feature: Feature) => void>();

/**
 * The remote's feature, loaded once. One that failed stays failed until it is forgotten: React asks again and
 * again while it waits, and would otherwise try without end.
 */
export function loadFeature(address: FeatureAddress): Promise<Feature> {
  let feature = loading.get(address.name);
  if (!feature) {
    feature = load(address);
    loading.set(address.name, feature);
    feature.then(
      (loaded) => listeners.forEach((listener) => listener(loaded)),
      (failure: unknown) => console.warn(failure instanceof Error ? failure.message : failure),
    );
  }
  return feature;
}

function forgetFeature(name: string) {
  loading.delete(name);
}

/** Told of each feature when it has been loaded, at the first try or at a later one. */
export function onFeatureLoaded(listener: (feature: Feature) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

async function load({name, origin}: FeatureAddress): Promise<Feature> {
  const variable = `avid_${name}`;
  const containers = window as unknown as Record<string, Container | undefined>;
  await __webpack_init_sharing__('default');
  let container = containers[variable];
  if (!container) {
    await loadScript(`${origin}/remoteEntry.js`, name);
    container = containers[variable];
    if (!container) throw new FeatureFault(`${origin}/remoteEntry.js is not ${name}'s: it does not define ${variable}.`);
    try {
      await container.init(__webpack_share_scopes__.default);
    } catch (failure) {
      delete containers[variable];
      throw failure;
    }
  }
  const exposed = await within(container.get('./feature'), name, origin);
  return readFeature(name, exposed().default);
}

function loadScript(url: string, name: string): Promise<void> {
  return new Promise((done, failed) => {
    const script = document.createElement('script');
    // Asked for anew at each try: a browser may remember that a module failed.
    script.src = trustedScriptUrl(url) as string;
    script.async = true;
    script.crossOrigin = 'anonymous';
    const end = (then: () => void) => {
      clearTimeout(timer);
      script.remove();
      then();
    };
    const timer = setTimeout(() => end(() => failed(new FeatureFault(`${name} did not answer within ${PATIENCE_MILLIS / 1000} seconds (${url}).`))), PATIENCE_MILLIS);
    script.onload = () => end(done);
    script.onerror = () => end(() => failed(new FeatureFault(`${name} could not be loaded from ${url}.`)));
    document.head.append(script);
  });
}

function within<T>(work: Promise<T>, name: string, origin: string): Promise<T> {
  let timer: ReturnType<typeof setTimeout>;
  const late = new Promise<never>((_, failed) => {
    timer = setTimeout(() => failed(new FeatureFault(`${name} did not answer within ${PATIENCE_MILLIS / 1000} seconds (${origin}).`)), PATIENCE_MILLIS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

const texts = catalogue({
  en: {
    loading: (label: string) => `${label} is loading`,
    unavailable: (label: string) => `${label} cannot be shown`,
    others: 'The other parts of the console work. Try again in a moment; if it stays, tell your administrator:',
    reload: 'Load the page anew',
  },
  de: {
    loading: (label: string) => `${label} wird geladen`,
    unavailable: (label: string) => `${label} kann nicht angezeigt werden`,
    others: 'Die anderen Teile der Konsole funktionieren. Versuchen Sie es gleich noch einmal; wenn es so bleibt, sagen Sie Ihrem Administrator:',
    reload: 'Seite neu laden',
  },
});

/** A feature in its place on the page: whatever goes wrong in it stays in it, and a retry begins anew. */
export function RemoteFeature({address, label}: {address: FeatureAddress; label: string}) {
  const [attempt, setAttempt] = useState(0);
  const retry = () => {
    forgetFeature(address.name);
    setAttempt((before) => before + 1);
  };
  return (
    <RemoteBoundary key={`${address.name} ${attempt}`} label={label} onRetry={retry}>
      <Suspense fallback={<Waiting label={label} />}>
        <Loaded address={address} />
      </Suspense>
    </RemoteBoundary>
  );
}

function Waiting({label}: {label: string}) {
  return <LoadingState lines={8} label={useTexts(texts).loading(label)} />;
}

function Loaded({address}: {address: FeatureAddress}) {
  return <Routed feature={use(loadFeature(address))} />;
}

/** A feature's own pages, under its path. */
export function Routed({feature}: {feature: Feature}) {
  return useRoutes(feature.routes) ?? null;
}

interface BoundaryProps {
  label: string;
  onRetry(): void;
  children: ReactNode;
}

/** React has no hook for this. */
export class RemoteBoundary extends Component<BoundaryProps, {failure: unknown; failed: boolean}> {
  override state = {failure: undefined as unknown, failed: false};

  static getDerivedStateFromError(failure: unknown) {
    return {failure, failed: true};
  }

  override render() {
    return this.state.failed ? <Unavailable failure={this.state.failure} label={this.props.label} onRetry={this.props.onRetry} /> : this.props.children;
  }
}

function Unavailable({failure, label, onRetry}: {failure: unknown; label: string; onRetry(): void}) {
  const said = useTexts(texts);
  return (
    <ErrorState title={said.unavailable(label)} onRetry={onRetry} actions={<Button onClick={() => window.location.reload()}>{said.reload}</Button>}>
      <p>{said.others}</p>
      <p>
        <code>{failure instanceof Error ? failure.message : String(failure)}</code>
      </p>
    </ErrorState>
  );
}
