import {createContext, useContext, useEffect, type ReactNode} from 'react';

/** The languages that Avid's catalogues have. */
export type Language = 'en' | 'de';

/** What a person reads and how dates, numbers and money are written for them. */
export interface Locale {
  /** BCP 47, for example "en-GB" or "de-DE". */
  tag: string;
  language: Language;
}

/** The catalogue's language for a BCP 47 tag: German where it is German, else English. */
export function localeOf(tag: string): Locale {
  return {tag, language: tag.toLowerCase().startsWith('de') ? 'de' : 'en'};
}

const LocaleContext = createContext<Locale>(localeOf('en-US'));

/** Gives its children a locale and tells the document's language to screen readers. */
export function LocaleProvider({tag, children}: {tag: string; children: ReactNode}) {
  useEffect(() => {
    document.documentElement.lang = tag;
  }, [tag]);
  return <LocaleContext.Provider value={localeOf(tag)}>{children}</LocaleContext.Provider>;
}

export function useLocale(): Locale {
  return useContext(LocaleContext);
}

type Text = string | ((...values: never[]) => string);
/** Each text in each language, the same keys in both: the compiler refuses a missing one. */
export type Catalogue<T extends Record<string, Text>> = {en: T; de: {[K in keyof T]: T[K] extends string ? string : T[K]}};

export function catalogue<T extends Record<string, Text>>(texts: Catalogue<T>): Catalogue<T> {
  return texts;
}

/** The texts of a catalogue in the person's language. */
export function useTexts<T extends Record<string, Text>>(texts: Catalogue<T>): T {
  return texts[useLocale().language] as T;
}
