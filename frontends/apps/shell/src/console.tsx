import {useMemo, useState} from 'react';
import {Banknote, FileText, House, Landmark, UserRound, WalletCards} from 'lucide-react';
import {EmptyState, LinkButton, catalogue, useLocale, useTexts} from '@avid/kit';
import {allows, Route, Routes, usePerson, usePlatform, type FeatureAddress} from '@avid/platform';
import {Frame, type FrameLink} from '@avid/platform/frame';
import {RemoteFeature} from '@avid/platform/remote';
import {Home} from './home';
import {Palette, usePaletteKey} from './palette';
import {useFeatures, type LoadedFeature} from './features';

const texts = catalogue({
  en: {
    home: 'Home', nothing: 'There is no such page', nothingWhy: 'The address may be mistyped, or the page may have moved.', toHome: 'Go to the home page',
    denied: 'You may not see this', deniedWhy: (permissions: string) => `It takes the permission ${permissions}. Ask your administrator for it.`,
  },
  de: {
    home: 'Start', nothing: 'Diese Seite gibt es nicht', nothingWhy: 'Vielleicht ist die Adresse falsch geschrieben, oder die Seite ist umgezogen.', toHome: 'Zur Startseite',
    denied: 'Das dürfen Sie nicht sehen', deniedWhy: (permissions: string) => `Dazu braucht es die Berechtigung ${permissions}. Bitten Sie Ihren Administrator darum.`,
  },
});

/** Shown until a feature brings its own. */
const ICONS: Readonly<Record<string, FrameLink['icon']>> = {customers: UserRound, transactions: Landmark, documents: FileText, payments: Banknote, portal: WalletCards};

/** The frame of all features, their pages, and the home page. */
export function Console() {
  const said = useTexts(texts);
  const {addresses} = usePlatform();
  const person = usePerson();
  const {language} = useLocale();
  const mine = useMemo(() => addresses.features.filter((feature) => mayLoad(feature, person.permissions)), [addresses, person.permissions]);
  const features = useFeatures(mine);
  const [searching, setSearching] = useState(false);
  usePaletteKey(() => setSearching(true));
  const links: FrameLink[] = [
    {path: '/', label: said.home, icon: House},
    ...features.flatMap((each) => linksOf(each).filter((link) => allows(person, link.permission)).map((link) => ({path: link.path, label: link.label[language], icon: link.icon}))),
  ];
  return (
    <Frame links={links} onSearch={() => setSearching(true)}>
      <Routes>
        <Route index element={<Home features={features} />} />
        {addresses.features.map((feature) => (
          <Route
            key={feature.name}
            path={`/${feature.name}/*`}
            element={mine.includes(feature) ? <RemoteFeature address={feature} label={feature.label[language]} /> : <EmptyState title={said.denied}>{said.deniedWhy(feature.permissions.join(', '))}</EmptyState>}
          />
        ))}
        <Route
          path="*"
          element={
            <EmptyState title={said.nothing} actions={<LinkButton href="/">{said.toHome}</LinkButton>}>
              {said.nothingWhy}
            </EmptyState>
          }
        />
      </Routes>
      <Palette open={searching} onClose={() => setSearching(false)} features={features} links={links} />
    </Frame>
  );
}

function mayLoad(feature: FeatureAddress, permissions: ReadonlySet<string>): boolean {
  return feature.permissions.length === 0 || feature.permissions.some((permission) => permissions.has(permission));
}

/** A feature that cannot be loaded keeps its place, where its page says why and tries again. */
function linksOf({address, feature}: LoadedFeature) {
  const icon = ICONS[address.name];
  if (!feature || feature.navigation.length === 0) return [{path: `/${address.name}`, label: address.label, icon, permission: undefined}];
  return feature.navigation.map((item) => ({path: item.path, label: item.label, icon: item.icon ?? icon, permission: item.permission}));
}
