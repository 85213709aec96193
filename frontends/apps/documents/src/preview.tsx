import {useEffect, useState} from 'react';
import {timestampDate} from '@bufbuild/protobuf/wkt';
import {DocumentService} from '@avid/api/avid/document/v1/document_service';
import type {Document} from '@avid/api/avid/document/v1/document';
import {Button, catalogue, Details, Dialog, EmptyState, FormActions, Instant, LoadingState, useLocale, useTexts} from '@avid/kit';
import {formatBytes} from '@avid/kit/file-drop';
import {clientOf, Link, ProblemState} from '@avid/platform';
import {download} from '@avid/platform/download';
import styles from './documents.module.css';

const texts = catalogue({
  en: {kind: 'Kind', size: 'Size', time: 'Created', customer: 'Customer', show: 'Open', none: 'This kind of file is not shown here', noneWhy: 'Download it to see it.', download: 'Download', picture: (name: string) => `Preview of ${name}`},
  de: {kind: 'Art', size: 'Größe', time: 'Angelegt', customer: 'Kunde', show: 'Öffnen', none: 'Diese Art von Datei wird hier nicht gezeigt', noneWhy: 'Laden Sie sie herunter, um sie zu sehen.', download: 'Herunterladen', picture: (name: string) => `Vorschau von ${name}`},
});

/** A page keeps what it shows in memory. */
const MOST_BYTES = 25_000_000n;
const PICTURES = /^image\/(png|jpeg|gif|webp)$/;

/** A document beside the list: what is known of it, and its content where a browser shows it. */
export function Preview({document, onClose}: {document: Document; onClose(): void}) {
  const said = useTexts(texts);
  const {tag} = useLocale();
  return (
    <Dialog open size="side" title={document.fileName} onClose={onClose}>
      <Details
        items={[
          {key: 'kind', label: said.kind, value: document.kind},
          {key: 'size', label: said.size, value: formatBytes(Number(document.sizeBytes), tag)},
          {key: 'time', label: said.time, value: <Instant instant={document.createTime && timestampDate(document.createTime)} />},
          {key: 'customer', label: said.customer, value: document.customer && <Link to={`/${document.customer}`}>{said.show}</Link>},
        ].filter((item) => item.value)}
      />
      <Content document={document} />
      <FormActions>
        <Button tone="primary" onClick={() => void download(document.name)}>{said.download}</Button>
      </FormActions>
    </Dialog>
  );
}

function Content({document}: {document: Document}) {
  const said = useTexts(texts);
  const shown = document.sizeBytes <= MOST_BYTES && (document.contentType === 'application/pdf' || PICTURES.test(document.contentType));
  const [url, setUrl] = useState<string>();
  const [failure, setFailure] = useState<unknown>();
  const [attempt, setAttempt] = useState(0);
  const {name, contentType} = document;
  useEffect(() => {
    if (!shown) return;
    const leaving = new AbortController();
    let made: string | undefined;
    setFailure(undefined);
    read(name, contentType, leaving.signal).then(
      (blob) => {
        if (!leaving.signal.aborted) setUrl((made = URL.createObjectURL(blob)));
      },
      (fault: unknown) => !leaving.signal.aborted && setFailure(fault),
    );
    return () => {
      leaving.abort();
      if (made) URL.revokeObjectURL(made);
      setUrl(undefined);
    };
  }, [shown, name, contentType, attempt]);
  if (!shown) return <EmptyState title={said.none}>{said.noneWhy}</EmptyState>;
  if (failure) return <ProblemState failure={failure} onRetry={() => setAttempt((before) => before + 1)} />;
  if (!url) return <LoadingState lines={8} />;
  return PICTURES.test(contentType) ? <img className={styles.picture} src={url} alt={said.picture(document.fileName)} /> : <iframe className={styles.paper} src={url} title={said.picture(document.fileName)} />;
}

async function read(name: string, type: string, signal: AbortSignal): Promise<Blob> {
  const parts: BlobPart[] = [];
  for await (const {content} of clientOf(DocumentService).readDocument({name}, {signal})) parts.push(content as Uint8Array<ArrayBuffer>);
  return new Blob(parts, {type});
}
