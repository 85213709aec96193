import {useSyncExternalStore} from 'react';

/** What a person chose; "system" follows the machine. */
export type ThemeChoice = 'system' | 'light' | 'dark';

// A taste, not a secret: it may stand in the browser's own storage.
const KEY = 'avid.theme';
const listeners = new Set<() => void>();

function read(): ThemeChoice {
  const stored = window.localStorage.getItem(KEY);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

function apply(choice: ThemeChoice) {
  if (choice === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = choice;
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  apply(read());
  return () => listeners.delete(listener);
}

/** The person's theme and how to change it; kept from one visit to the next. */
export function useThemeChoice(): [ThemeChoice, (choice: ThemeChoice) => void] {
  const choice = useSyncExternalStore(subscribe, read);
  return [
    choice,
    (next) => {
      window.localStorage.setItem(KEY, next);
      apply(next);
      listeners.forEach((listener) => listener());
    },
  ];
}
