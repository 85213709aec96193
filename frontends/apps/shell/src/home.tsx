import {Suspense} from 'react';
import {Card, catalogue, EmptyState, LoadingState, Page, PageHeader, useTexts} from '@avid/kit';
import {allows, Navigate, usePerson} from '@avid/platform';
import {RemoteBoundary} from '@avid/platform/remote';
import {Ageing} from './ageing';
import {Processes} from './processes';
import type {LoadedFeature} from './features';
import styles from './home.module.css';

const texts = catalogue({
  en: {title: 'Home', what: 'What needs somebody today', nothing: 'Nothing to see here', nothingWhy: 'Your role reads none of what stands on this page.'},
  de: {title: 'Start', what: 'Was heute jemanden braucht', nothing: 'Hier ist nichts zu sehen', nothingWhy: 'Ihre Rolle liest nichts von dem, was auf dieser Seite steht.'},
});

/** What needs a person today: the cards that features bring, then the shell's own. */
export function Home({features}: {features: readonly LoadedFeature[]}) {
  const said = useTexts(texts);
  const person = usePerson();
  const cards = features.flatMap(({feature}) => (feature?.home ?? []).filter((card) => allows(person, card.permission)).map((card) => ({...card, name: feature!.name})));
  // A customer's own place is its account.
  if (person.customer && allows(person, 'own.read')) return <Navigate to="/portal" replace />;
  const ageing = allows(person, 'overview.read');
  const processes = allows(person, 'processes.read');
  return (
    <Page>
      <PageHeader title={said.title} description={said.what} />
      {!ageing && !processes && cards.length === 0 && <EmptyState title={said.nothing}>{said.nothingWhy}</EmptyState>}
      <div className={styles.cards}>
        {cards.map(({key, name, Card: FeatureCard}) => (
          <RemoteBoundary key={`${name} ${key}`} label={key} onRetry={() => window.location.reload()}>
            <Suspense fallback={<Card><LoadingState lines={4} /></Card>}>
              <FeatureCard />
            </Suspense>
          </RemoteBoundary>
        ))}
        {ageing && <Ageing />}
        {processes && <Processes />}
      </div>
    </Page>
  );
}
