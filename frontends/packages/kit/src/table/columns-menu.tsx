import {useState} from 'react';
import {Columns3} from 'lucide-react';
import {useTexts} from '@avid/kit';
import {Menu} from '@avid/kit';
import {kitTexts} from '../texts';
import type {Column} from './table';

/** Which columns a person wants to see, kept by the browser under `storageKey`: a taste, no data. */
export function useColumnChoice<Row>(storageKey: string, columns: readonly Column<Row>[]) {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(() => {
    const stored = window.localStorage.getItem(storageKey);
    return new Set(stored === null ? columns.filter((column) => column.hiddenAtFirst).map((column) => column.key) : stored.split(',').filter(Boolean));
  });
  const toggle = (key: string) => {
    const next = new Set(hidden);
    if (!next.delete(key)) next.add(key);
    window.localStorage.setItem(storageKey, [...next].join(','));
    setHidden(next);
  };
  return {shown: columns.filter((column) => column.fixed || !hidden.has(column.key)), hidden, toggle};
}

export function ColumnsMenu<Row>({columns, hidden, onToggle}: {columns: readonly Column<Row>[]; hidden: ReadonlySet<string>; onToggle(key: string): void}) {
  const texts = useTexts(kitTexts);
  return (
    <Menu
      label={texts.columns}
      icon={<Columns3 size={16} aria-hidden="true" />}
      groups={[
        {
          key: 'columns',
          items: columns
            .filter((column) => !column.fixed)
            .map((column) => ({key: column.key, label: column.header, checked: !hidden.has(column.key), onSelect: () => onToggle(column.key)})),
        },
      ]}
    />
  );
}
