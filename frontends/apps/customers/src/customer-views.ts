import {useState} from 'react';

/** What a person looks at again and again, by the name that they gave it. */
export interface CustomerView {
  name: string;
  query: string;
  debt: string;
}

function read(key: string): CustomerView[] {
  try {
    const stored: unknown = JSON.parse(window.localStorage.getItem(key) ?? '[]');
    return Array.isArray(stored) ? stored.filter((view): view is CustomerView => ['name', 'query', 'debt'].every((part) => typeof view?.[part] === 'string')) : [];
  } catch {
    // Not ours, or of another version: begun anew.
    return [];
  }
}

/** Views of a person, kept by this browser: what to look for, no data. */
export function useCustomerViews(actor: string) {
  const key = `avid.customers.views.${actor}`;
  const [views, setViews] = useState(() => read(key));
  const keep = (next: CustomerView[]) => {
    window.localStorage.setItem(key, JSON.stringify(next));
    setViews(next);
  };
  return {
    views,
    /** One of the same name is replaced. */
    save: (view: CustomerView) => keep([...views.filter((each) => each.name !== view.name), view].sort((one, other) => one.name.localeCompare(other.name))),
    remove: (name: string) => keep(views.filter((each) => each.name !== name)),
  };
}
