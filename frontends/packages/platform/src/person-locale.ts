import {useSyncExternalStore} from 'react';

// A taste, not a secret: it may stand in the browser's own storage.
const KEY = 'avid.locale';
const listeners = new Set<() => void>();

/** What a person may choose; "" follows the browser. */
export const LOCALES = ['en-US', 'en-GB', 'de-DE', 'de-AT', 'de-CH'] as const;

function read(): string {
  const chosen = window.localStorage.getItem(KEY);
  return chosen ?? navigator.language;
}

/** The person's locale, BCP 47, and how to choose another; kept from one visit to the next. */
export function usePersonLocale(): [string, (tag: string | undefined) => void] {
  const tag = useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, read);
  return [
    tag,
    (next) => {
      if (next === undefined) window.localStorage.removeItem(KEY);
      else window.localStorage.setItem(KEY, next);
      listeners.forEach((listener) => listener());
    },
  ];
}
