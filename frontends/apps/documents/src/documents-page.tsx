import {useState} from 'react';
import {useQueryClient} from '@tanstack/react-query';
import {FilePlus2, Upload as UploadIcon} from 'lucide-react';
import {timestampDate} from '@bufbuild/protobuf/wkt';
import {DocumentService, type ListDocumentsResponse} from '@avid/api/avid/document/v1/document_service';
import type {Document} from '@avid/api/avid/document/v1/document';
import {Button, catalogue, FilterBar, Instant, Page, PageHeader, SelectField, useLocale, useTexts} from '@avid/kit';
import {formatBytes} from '@avid/kit/file-drop';
import type {Column} from '@avid/kit/table';
import {Allowed, useRows, useSearchParams} from '@avid/platform';
import {RowsTable} from '@avid/platform/rows-table';
import {IssueStatement} from './issue-statement';
import {Preview} from './preview';
import {UploadPanel} from './upload-panel';

const texts = catalogue({
  en: {
    title: 'Documents', file: 'File', kind: 'Kind', all: 'All', size: 'Size', time: 'Created', filter: 'Filter documents', none: 'No documents', noneWhy: 'Invoices, receipts and statements appear here as they are issued.', upload: 'Upload', statement: 'Issue a statement',
    rows: (count: string, more: boolean) => `${count}${more ? ' loaded, more below' : ' documents'}`, invoice: 'Invoices', receipt: 'Receipts', 'refund-receipt': 'Receipts of refunds', statementKind: 'Statements', uploadKind: 'Uploads',
  },
  de: {
    title: 'Dokumente', file: 'Datei', kind: 'Art', all: 'Alle', size: 'Größe', time: 'Angelegt', filter: 'Dokumente filtern', none: 'Keine Dokumente', noneWhy: 'Rechnungen, Quittungen und Kontoauszüge stehen hier, sobald sie ausgestellt sind.', upload: 'Hochladen', statement: 'Kontoauszug ausstellen',
    rows: (count: string, more: boolean) => `${count}${more ? ' geladen, weitere folgen' : ' Dokumente'}`, invoice: 'Rechnungen', receipt: 'Quittungen', 'refund-receipt': 'Erstattungsquittungen', statementKind: 'Kontoauszüge', uploadKind: 'Hochgeladen',
  },
});

/** What one of a kind is called; one that is not known keeps its words. */
const kindTexts = catalogue({
  en: {invoice: 'Invoice', receipt: 'Receipt', 'refund-receipt': 'Receipt of a refund', statement: 'Statement', upload: 'Upload', 'receivables-import': 'Import', 'import-rejects': 'Rejected rows'},
  de: {invoice: 'Rechnung', receipt: 'Quittung', 'refund-receipt': 'Erstattungsquittung', statement: 'Kontoauszug', upload: 'Hochgeladen', 'receivables-import': 'Import', 'import-rejects': 'Abgelehnte Zeilen'},
});

const PAGE_ROWS = 200;
const documentsOf = (response: ListDocumentsResponse) => response.documents;

/** All files of the organisation; one opens beside the list. */
export default function DocumentsPage() {
  const said = useTexts(texts);
  const kinds = useTexts(kindTexts) as Readonly<Record<string, string>>;
  const {tag} = useLocale();
  const queries = useQueryClient();
  const [address, setAddress] = useSearchParams();
  const kind = address.get('kind') ?? '';
  const rows = useRows(DocumentService.method.listDocuments, {kind, pageSize: PAGE_ROWS}, documentsOf);
  const [shown, setShown] = useState<Document>();
  const [uploading, setUploading] = useState(false);
  const [issuing, setIssuing] = useState(false);
  const fresh = () => void queries.invalidateQueries();
  const columns: Column<Document>[] = [
    {key: 'file', header: said.file, width: 'minmax(160px, 2fr)', fixed: true, render: (document) => document.fileName},
    {key: 'kind', header: said.kind, width: '140px', fromWidthPx: 560, render: (document) => kinds[document.kind] ?? document.kind.replaceAll('-', ' ')},
    {key: 'size', header: said.size, width: '80px', align: 'end', render: (document) => formatBytes(Number(document.sizeBytes), tag)},
    {key: 'time', header: said.time, width: '180px', fromWidthPx: 720, render: (document) => <Instant instant={document.createTime && timestampDate(document.createTime)} />},
  ];
  return (
    <Page fill>
      <PageHeader
        title={said.title}
        actions={
          <>
            <Allowed permission="documents.write"><Button icon={<UploadIcon size={16} aria-hidden="true" />} aria-expanded={uploading} onClick={() => setUploading((was) => !was)}>{said.upload}</Button></Allowed>
            <Allowed permission="statements.write"><Button tone="primary" icon={<FilePlus2 size={16} aria-hidden="true" />} onClick={() => setIssuing(true)}>{said.statement}</Button></Allowed>
          </>
        }
      />
      {uploading && <UploadPanel onFiled={fresh} />}
      <FilterBar label={said.filter}>
        <SelectField
          label={said.kind}
          value={kind}
          onChange={(next) => setAddress(next ? {kind: next} : {}, {replace: true})}
          options={[{value: '', label: said.all}, {value: 'invoice', label: said.invoice}, {value: 'receipt', label: said.receipt}, {value: 'refund-receipt', label: said['refund-receipt']}, {value: 'statement', label: said.statementKind}, {value: 'upload', label: said.uploadKind}]}
        />
      </FilterBar>
      <RowsTable rows={rows} label={said.title} columns={columns} rowKey={(document) => document.name} onOpen={(document) => setShown(document)} foot={said.rows} none={said.none} noneWhy={said.noneWhy} />
      {shown && <Preview document={shown} onClose={() => setShown(undefined)} />}
      {issuing && <IssueStatement onClose={() => setIssuing(false)} onFiled={fresh} />}
    </Page>
  );
}
