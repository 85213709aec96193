import {useId, useRef, type KeyboardEvent, type ReactNode} from 'react';
import styles from './tabs.module.css';

export interface Tab {
  key: string;
  label: string;
  count?: number | string;
  content: ReactNode;
}

/** Tabs whose choice the page holds, so that it can stand in the address. Arrows choose, as there is nothing to wait for. */
export function Tabs({label, tabs, value, onChange}: {label: string; tabs: readonly Tab[]; value: string; onChange(key: string): void}) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const chosen = tabs.find((tab) => tab.key === value) ?? tabs[0];
  if (!chosen) return null;
  const keys = (event: KeyboardEvent) => {
    const at = tabs.indexOf(chosen);
    const to = {ArrowRight: (at + 1) % tabs.length, ArrowLeft: (at - 1 + tabs.length) % tabs.length, Home: 0, End: tabs.length - 1}[event.key];
    const next = to === undefined ? undefined : tabs[to];
    if (!next) return;
    event.preventDefault();
    onChange(next.key);
    list.current?.querySelector<HTMLElement>(`[data-key="${next.key}"]`)?.focus();
  };
  return (
    <div>
      <div ref={list} role="tablist" aria-label={label} className={styles.list} onKeyDown={keys}>
        {tabs.map((tab) => (
          <button
            key={tab.key}
            data-key={tab.key}
            type="button"
            role="tab"
            id={`${id}-${tab.key}`}
            aria-selected={tab === chosen}
            aria-controls={tab === chosen ? `${id}-panel` : undefined}
            tabIndex={tab === chosen ? 0 : -1}
            className={styles.tab}
            onClick={() => onChange(tab.key)}
          >
            {tab.label}
            {tab.count !== undefined && <span className={styles.count}>{tab.count}</span>}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${chosen.key}`} className={styles.panel}>
        {chosen.content}
      </div>
    </div>
  );
}
