import {useCallback, useEffect, useMemo} from 'react';
import {catalogue, useLocale, useTexts} from '@avid/kit';
import {CommandPalette, type Command} from '@avid/kit/command-palette';
import {allows, problemOf, useNavigate, usePerson} from '@avid/platform';
import type {FrameLink} from '@avid/platform/frame';
import type {LoadedFeature} from './features';

const texts = catalogue({
  en: {goTo: 'Go to', actions: 'Actions'},
  de: {goTo: 'Gehe zu', actions: 'Aktionen'},
});

/** Ctrl K, or Command K. */
export function usePaletteKey(onOpen: () => void) {
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      event.preventDefault();
      onOpen();
    };
    document.addEventListener('keydown', key);
    return () => document.removeEventListener('keydown', key);
  }, [onOpen]);
}

/** What all features can do and find. A search that fails leaves the others their results. */
export function Palette({open, onClose, features, links}: {open: boolean; onClose(): void; features: readonly LoadedFeature[]; links: readonly FrameLink[]}) {
  const said = useTexts(texts);
  const navigate = useNavigate();
  const person = usePerson();
  const {language} = useLocale();
  const commands = useMemo<Command[]>(
    () => [
      ...links.map(({path, label, icon: Icon}) => ({key: path, label, group: said.goTo, ...(Icon ? {icon: <Icon size={16} />} : {}), onRun: () => void navigate(path)})),
      ...features.flatMap(({feature}) =>
        (feature?.commands ?? [])
          .filter((command) => allows(person, command.permission))
          .map((command) => ({
            key: `${feature?.name} ${command.key}`,
            label: command.label[language],
            group: said.actions,
            ...(command.keywords ? {keywords: command.keywords} : {}),
            onRun: () => command.run((path) => void navigate(path)),
          })),
      ),
    ],
    [links, features, person, language, said, navigate],
  );
  const search = useCallback(
    async (query: string, signal: AbortSignal): Promise<readonly Command[]> => {
      const searches = features.flatMap(({feature}) => (feature?.searches ?? []).filter((each) => allows(person, each.permission)));
      const results = await Promise.allSettled(
        searches.map(async (each) =>
          (await each.find(query, {signal, language})).map((found) => ({
            key: found.key,
            label: found.label,
            group: each.label[language],
            ...(found.note ? {note: found.note} : {}),
            onRun: () => void navigate(found.path),
          })),
        ),
      );
      const failed = results.filter((result) => result.status === 'rejected');
      const found = results.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
      if (failed[0] && found.length === 0) throw new Error(problemOf(failed[0].reason).message);
      return found;
    },
    [features, person, language, navigate],
  );
  return <CommandPalette open={open} onClose={onClose} commands={commands} search={search} />;
}
