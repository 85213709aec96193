import {Route, Routes, Navigate, useLocation} from 'react-router';
import {EmptyState, LinkButton, LoadingState, catalogue, useLocale, useTexts} from '@avid/kit';
import {Suspense} from 'react';
import {allows, type Feature} from './feature';
import {Frame} from './frame';
import {usePerson, usePlatform} from './platform';
import {RemoteBoundary, Routed} from './remote';
import {start} from './start';

const texts = catalogue({
  en: {elsewhere: 'This page is part of the console', elsewhereWhy: 'This feature runs alone here.', console: 'Open it in the console'},
  de: {elsewhere: 'Diese Seite gehört zur Konsole', elsewhereWhy: 'Dieser Teil läuft hier allein.', console: 'In der Konsole öffnen'},
});

/** A feature on its own host, with nothing of the console but a frame of its own links. */
export function startAlone(feature: Feature): Promise<void> {
  return start({app: feature.name, children: <Alone feature={feature} />});
}

function Alone({feature}: {feature: Feature}) {
  const {language} = useLocale();
  const person = usePerson();
  const links = feature.navigation
    .filter((item) => allows(person, item.permission))
    .map((item) => ({path: item.path, label: item.label[language], icon: item.icon}));
  const label = links[0]?.label ?? feature.name;
  return (
    <Frame links={links}>
      <Routes>
        <Route
          path={`/${feature.name}/*`}
          element={
            <RemoteBoundary label={label} onRetry={() => window.location.reload()}>
              <Suspense fallback={<LoadingState lines={8} />}>
                <Routed feature={feature} />
              </Suspense>
            </RemoteBoundary>
          }
        />
        <Route path="/" element={<Navigate to={`/${feature.name}`} replace />} />
        <Route path="*" element={<Elsewhere />} />
      </Routes>
    </Frame>
  );
}

function Elsewhere() {
  const said = useTexts(texts);
  const {addresses} = usePlatform();
  const {pathname, search} = useLocation();
  return (
    <EmptyState title={said.elsewhere} actions={<LinkButton href={addresses.shell + pathname + search}>{said.console}</LinkButton>}>
      {said.elsewhereWhy}
    </EmptyState>
  );
}
