import {useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type ReactElement} from 'react';
import {Search} from 'lucide-react';
import {useTexts} from '@avid/kit';
import {kitTexts} from '../texts';
import styles from './command-palette.module.css';

export interface Command {
  key: string;
  label: string;
  group: string;
  icon?: ReactElement;
  note?: string;
  /** Other words that find it. */
  keywords?: string;
  onRun(): void;
}

export interface CommandPaletteProps {
  open: boolean;
  onClose(): void;
  /** Actions and places; they are searched here, by the words of the query in any order. */
  commands: readonly Command[];
  /** Things that the server finds; asked when the typing pauses, cancelled when it goes on. */
  search?(query: string, signal: AbortSignal): Promise<readonly Command[]>;
}

const PAUSE_MILLIS = 120;

function matches(command: Command, query: string): boolean {
  const text = `${command.label} ${command.keywords ?? ''}`.toLocaleLowerCase();
  return query
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** Finds and does anything by typing. An ARIA combobox in the browser's modal dialog. */
export function CommandPalette({open, onClose, commands, search}: CommandPaletteProps) {
  return open ? <OpenPalette onClose={onClose} commands={commands} search={search} /> : null;
}

function OpenPalette({onClose, commands, search}: Omit<CommandPaletteProps, 'open'>) {
  const texts = useTexts(kitTexts);
  const dialog = useRef<HTMLDialogElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const [query, setQuery] = useState('');
  const [found, setFound] = useState<readonly Command[]>([]);
  const [searching, setSearching] = useState(false);
  const [fault, setFault] = useState<string>();
  const [current, setCurrent] = useState(0);
  const trimmed = query.trim();

  useEffect(() => {
    const before = document.activeElement;
    const element = dialog.current;
    if (element && !element.open) element.showModal();
    return () => {
      element?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);

  useEffect(() => {
    setFault(undefined);
    if (!search || trimmed === '') {
      setFound([]);
      setSearching(false);
      return;
    }
    const controller = new AbortController();
    setSearching(true);
    const timer = window.setTimeout(() => {
      search(trimmed, controller.signal).then(
        (result) => {
          if (controller.signal.aborted) return;
          setFound(result);
          setSearching(false);
        },
        (reason: unknown) => {
          if (controller.signal.aborted) return;
          setFound([]);
          setSearching(false);
          setFault(reason instanceof Error ? reason.message : String(reason));
        },
      );
    }, PAUSE_MILLIS);
    return () => {
      window.clearTimeout(timer);
      controller.abort();
    };
  }, [trimmed, search]);

  const groups = useMemo(() => {
    const all = [...found, ...commands.filter((command) => trimmed === '' || matches(command, trimmed))];
    return [...Map.groupBy(all, (command) => command.group)];
  }, [found, commands, trimmed]);
  const flat = groups.flatMap(([, of]) => of);
  const at = Math.min(current, flat.length - 1);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({block: 'nearest'});
  }, [at]);

  const run = (command: Command | undefined) => {
    if (!command) return;
    onClose();
    command.onRun();
  };
  const keys = (event: KeyboardEvent) => {
    const to = {ArrowDown: (at + 1) % flat.length, ArrowUp: (at - 1 + flat.length) % flat.length}[event.key];
    if (to !== undefined && flat.length > 0) {
      event.preventDefault();
      setCurrent(to);
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault();
      run(flat[at]);
    }
  };
  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-label={texts.commandPalette}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onMouseDown={(event) => event.target === dialog.current && onClose()}
    >
      <div className={styles.search}>
        <Search size={16} aria-hidden="true" />
        <input
          className={styles.input}
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={flat[at] ? `${id}-${at}` : undefined}
          aria-label={texts.searchCommands}
          placeholder={texts.searchCommands}
          autoComplete="off"
          spellCheck={false}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setCurrent(0);
          }}
          onKeyDown={keys}
        />
      </div>
      <div ref={list} id={`${id}-list`} role="listbox" aria-label={texts.commandPalette} className={styles.list}>
        {groups.map(([group, of]) => (
          <div key={group} role="group" aria-label={group}>
            <div className={styles.heading} role="presentation">
              {group}
            </div>
            {of.map((command) => {
              const index = flat.indexOf(command);
              return (
                <div
                  key={command.key}
                  id={`${id}-${index}`}
                  role="option"
                  aria-selected={index === at}
                  className={styles.option}
                  onPointerMove={() => setCurrent(index)}
                  onClick={() => run(command)}
                >
                  {command.icon}
                  <span className={styles.words}>{command.label}</span>
                  {command.note && <span className={styles.note}>{command.note}</span>}
                </div>
              );
            })}
          </div>
        ))}
      </div>
      {(flat.length === 0 || searching || fault) && (
        <p className={styles.nothing} role="status">
          {fault ?? (searching ? texts.searching : texts.noResults(trimmed))}
        </p>
      )}
    </dialog>
  );
}
