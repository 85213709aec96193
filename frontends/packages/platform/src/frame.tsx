import {useEffect, useRef, useState, type ComponentType, type ReactNode} from 'react';
import {NavLink, useLocation} from 'react-router';
import {Languages, LogOut, Menu as MenuIcon, Moon, Search, Sun, SunMoon, UserRound} from 'lucide-react';
import {Badge, Button, catalogue, Menu, SkipLink, useLocale, useTexts, useThemeChoice} from '@avid/kit';
import {LOCALES, usePersonLocale} from './person-locale';
import {usePerson, usePlatform} from './platform';
import {OverrideBanner} from './start';
import styles from './frame.module.css';

const texts = catalogue({
  en: {
    skip: 'Skip to the content', navigation: 'Main navigation', openNavigation: 'Open the navigation', closeNavigation: 'Close the navigation', search: 'Search or do…',
    theme: 'Appearance', system: 'As the system', light: 'Light', dark: 'Dark', language: 'Language and formats', asBrowser: 'As the browser', account: 'Account', signOut: 'Sign out',
  },
  de: {
    skip: 'Zum Inhalt', navigation: 'Hauptnavigation', openNavigation: 'Navigation öffnen', closeNavigation: 'Navigation schließen', search: 'Suchen oder tun…',
    theme: 'Darstellung', system: 'Wie das System', light: 'Hell', dark: 'Dunkel', language: 'Sprache und Formate', asBrowser: 'Wie der Browser', account: 'Konto', signOut: 'Abmelden',
  },
});

export interface FrameLink {
  path: string;
  label: string;
  icon?: ComponentType<{size?: number}> | undefined;
}

/** Around all pages: navigation, search, the person's choices. The shell's, and a smaller one of a feature that runs alone. */
export function Frame({links, onSearch, children}: {links: readonly FrameLink[]; onSearch?(): void; children: ReactNode}) {
  const said = useTexts(texts);
  const {pathname} = useLocation();
  const {addresses} = usePlatform();
  const main = useRef<HTMLElement>(null);
  const [open, setOpen] = useState(false);
  const place = pathname.split('/')[1] ?? '';
  const first = useRef(true);
  useEffect(() => {
    setOpen(false);
    // As after loading a page: the next Tab starts in what is new. Not at first, when nothing was chosen.
    if (!first.current) main.current?.focus({preventScroll: true});
    first.current = false;
  }, [place]);
  useEffect(() => {
    if (!open) return;
    const escape = (event: KeyboardEvent) => event.key === 'Escape' && setOpen(false);
    document.addEventListener('keydown', escape);
    return () => document.removeEventListener('keydown', escape);
  }, [open]);
  return (
    <div className={styles.frame}>
      <SkipLink targetId="main">{said.skip}</SkipLink>
      <nav className={styles.side} data-open={open || undefined} aria-label={said.navigation}>
        <NavLink to="/" className={styles.brand}>
          Avid
        </NavLink>
        {links.map(({path, label, icon: Icon}) => (
          <NavLink key={path} to={path} end={links.some((other) => other.path.startsWith(path === '/' ? path : `${path}/`) && other.path !== path)} className={styles.link}>
            {Icon && <Icon size={16} />}
            {label}
          </NavLink>
        ))}
      </nav>
      <header className={styles.head}>
        <div className={styles.top}>
          <span className={styles.open}>
            <Button tone="quiet" label={open ? said.closeNavigation : said.openNavigation} icon={<MenuIcon size={16} aria-hidden="true" />} aria-expanded={open} onClick={() => setOpen((was) => !was)} />
          </span>
          {onSearch && (
            <button type="button" className={styles.search} onClick={onSearch} aria-keyshortcuts="Control+K">
              <Search size={16} aria-hidden="true" />
              <span className={styles.words}>{said.search}</span>
              <kbd className={styles.keys}>Ctrl K</kbd>
            </button>
          )}
          <div className={styles.end}>
            {addresses.environment !== 'production' && <Badge tone="info">{addresses.environment}</Badge>}
            <Choices />
          </div>
        </div>
        <OverrideBanner className={styles.banner} />
      </header>
      <main id="main" ref={main} className={styles.main} tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}

function Choices() {
  const said = useTexts(texts);
  const {session} = usePlatform();
  const person = usePerson();
  const [theme, chooseTheme] = useThemeChoice();
  const [tag, chooseLocale] = usePersonLocale();
  const {language} = useLocale();
  const names = new Intl.DisplayNames(language, {type: 'language'});
  return (
    <Menu
      label={said.account}
      tone="quiet"
      icon={<UserRound size={16} aria-hidden="true" />}
      groups={[
        {
          key: 'theme',
          heading: said.theme,
          items: [
            {key: 'system', label: said.system, icon: <SunMoon size={16} aria-hidden="true" />, checked: theme === 'system', onSelect: () => chooseTheme('system')},
            {key: 'light', label: said.light, icon: <Sun size={16} aria-hidden="true" />, checked: theme === 'light', onSelect: () => chooseTheme('light')},
            {key: 'dark', label: said.dark, icon: <Moon size={16} aria-hidden="true" />, checked: theme === 'dark', onSelect: () => chooseTheme('dark')},
          ],
        },
        {
          key: 'language',
          heading: said.language,
          items: LOCALES.map((each) => ({key: each, label: names.of(each) ?? each, icon: <Languages size={16} aria-hidden="true" />, checked: tag === each, onSelect: () => chooseLocale(each)})),
        },
        {
          key: 'account',
          heading: person.email || person.name,
          items: [{key: 'out', label: said.signOut, icon: <LogOut size={16} aria-hidden="true" />, onSelect: () => void session.signOut()}],
        },
      ]}
    />
  );
}
