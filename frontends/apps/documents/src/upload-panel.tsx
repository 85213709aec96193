import {useState} from 'react';
import {catalogue, toast, useTexts} from '@avid/kit';
import {FileDrop, type Upload} from '@avid/kit/file-drop';
import {problemOf} from '@avid/platform';
import {Uploading} from '@avid/platform/uploading';

const texts = catalogue({
  en: {label: 'Upload documents', hint: 'Any file up to 200 MB', done: (name: string) => `${name} is filed.`},
  de: {label: 'Dokumente hochladen', hint: 'Jede Datei bis 200 MB', done: (name: string) => `${name} ist abgelegt.`},
});

const MOST_BYTES = 200_000_000;
const KIND = 'upload';

/** Files by drag or click, each in parts with its progress; one that failed goes on where it stopped. */
export function UploadPanel({onFiled}: {onFiled(): void}) {
  const said = useTexts(texts);
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const change = (key: string, part: Partial<Upload>) => setUploads((all) => all.map((each) => (each.key === key ? {...each, ...part} : each)));
  const forget = (key: string) => setUploads((all) => all.filter((each) => each.key !== key));
  const send = (key: string, uploading: Uploading) => {
    change(key, {state: 'sending'});
    setUploads((all) => all.map(({message, ...each}) => (each.key === key ? each : message === undefined ? each : {...each, message})));
    uploading.send((sentBytes) => change(key, {sentBytes})).then(
      () => {
        forget(key);
        toast({text: said.done(uploading.file.name), tone: 'positive'});
        onFiled();
      },
      (failure: unknown) => change(key, {state: 'failed', message: problemOf(failure).message}),
    );
  };
  const begin = (files: readonly File[]) => {
    for (const file of files) {
      const key = crypto.randomUUID();
      const uploading = new Uploading(file, KIND, '');
      setUploads((all) => [...all, {
        key, name: file.name, sentBytes: 0, totalBytes: file.size, state: 'sending', onRetry: () => send(key, uploading),
        onCancel: () => {
          uploading.cancel();
          forget(key);
        },
      }]);
      send(key, uploading);
    }
  };
  return <FileDrop label={said.label} hint={said.hint} maxBytes={MOST_BYTES} multiple onFiles={begin} uploads={uploads} />;
}
