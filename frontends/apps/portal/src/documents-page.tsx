import {Download} from 'lucide-react';
import {timestampDate} from '@bufbuild/protobuf/wkt';
import {DocumentService, type ListDocumentsResponse} from '@avid/api/avid/document/v1/document_service';
import {Button, Card, catalogue, EmptyState, Instant, LoadingState, useTexts} from '@avid/kit';
import {ProblemState, usePerson, useRows} from '@avid/platform';
import {download} from '@avid/platform/download';
import styles from './portal.module.css';

const texts = catalogue({
  en: {title: 'Your documents', none: 'No documents', noneWhy: 'Invoices, receipts and statements appear here.', more: 'Show more', open: (name: string) => `Download ${name}`},
  de: {title: 'Ihre Dokumente', none: 'Keine Dokumente', noneWhy: 'Rechnungen, Quittungen und Kontoauszüge stehen dann hier.', more: 'Mehr zeigen', open: (name: string) => `${name} herunterladen`},
});

const PAGE_ROWS = 50;
const documentsOf = (response: ListDocumentsResponse) => response.documents;

export default function DocumentsPage() {
  const said = useTexts(texts);
  const customer = usePerson().customer!;
  const rows = useRows(DocumentService.method.listDocuments, {customer, pageSize: PAGE_ROWS}, documentsOf);
  if (rows.failure) return <ProblemState failure={rows.failure} onRetry={rows.retry} />;
  if (rows.loading) return <LoadingState lines={8} />;
  if (rows.count === 0) return <Card title={said.title}><EmptyState title={said.none}>{said.noneWhy}</EmptyState></Card>;
  return (
    <Card title={said.title} flush>
      <ul className={styles.list}>
        {Array.from({length: rows.count}, (_, at) => rows.rowAt(at)!).map((document) => (
          <li key={document.name} className={styles.row}>
            <span className={styles.words}>
              <span className={styles.name}>{document.fileName}</span>
              <span className={styles.note}><Instant instant={document.createTime && timestampDate(document.createTime)} /></span>
            </span>
            <Button tone="quiet" label={said.open(document.fileName)} icon={<Download size={20} aria-hidden="true" />} onClick={() => void download(document.name)} />
          </li>
        ))}
      </ul>
      {rows.more && <div className={styles.row}><Button onClick={() => rows.onView(0, rows.count)}>{said.more}</Button></div>}
    </Card>
  );
}
