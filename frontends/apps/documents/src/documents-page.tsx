import {timestampDate} from '@bufbuild/protobuf/wkt';
import {DocumentService, type ListDocumentsResponse} from '@avid/api/avid/document/v1/document_service';
import type {Document} from '@avid/api/avid/document/v1/document';
import {Button, catalogue, Instant, Page, PageHeader, toast, useLocale, useTexts} from '@avid/kit';
import type {Column} from '@avid/kit/table';
import {clientOf, problemOf, useRows} from '@avid/platform';
import {RowsTable} from '@avid/platform/rows-table';

const texts = catalogue({
  en: {
    title: 'Documents', file: 'File', kind: 'Kind', size: 'Size', time: 'Created', open: 'Open', none: 'No documents', noneWhy: 'Invoices, receipts and statements appear here as they are issued.',
    rows: (count: string, more: boolean) => `${count}${more ? ' loaded, more below' : ' documents'}`,
  },
  de: {
    title: 'Dokumente', file: 'Datei', kind: 'Art', size: 'Größe', time: 'Angelegt', open: 'Öffnen', none: 'Keine Dokumente', noneWhy: 'Rechnungen, Quittungen und Kontoauszüge stehen hier, sobald sie ausgestellt sind.',
    rows: (count: string, more: boolean) => `${count}${more ? ' geladen, weitere folgen' : ' Dokumente'}`,
  },
});

const PAGE_ROWS = 200;
const documentsOf = (response: ListDocumentsResponse) => response.documents;

export default function DocumentsPage() {
  const said = useTexts(texts);
  const {tag} = useLocale();
  const rows = useRows(DocumentService.method.listDocuments, {pageSize: PAGE_ROWS}, documentsOf);
  const size = new Intl.NumberFormat(tag, {style: 'unit', unit: 'kilobyte', maximumFractionDigits: 0});
  const columns: Column<Document>[] = [
    {key: 'file', header: said.file, width: 'minmax(180px, 2fr)', fixed: true, render: (document) => document.fileName},
    {key: 'kind', header: said.kind, width: '140px', fromWidthPx: 560, render: (document) => document.kind},
    {key: 'size', header: said.size, width: '96px', align: 'end', fromWidthPx: 480, render: (document) => size.format(Math.ceil(Number(document.sizeBytes) / 1000))},
    {key: 'time', header: said.time, width: '180px', fromWidthPx: 720, render: (document) => <Instant instant={document.createTime && timestampDate(document.createTime)} />},
    {key: 'open', header: said.open, width: '96px', render: (document) => <Button tone="quiet" onClick={() => void download(document)}>{said.open}</Button>},
  ];
  return (
    <Page fill>
      <PageHeader title={said.title} />
      <RowsTable
        rows={rows}
        label={said.title}
        columns={columns}
        rowKey={(document) => document.name}
        foot={said.rows}
        none={said.none}
        noneWhy={said.noneWhy}
      />
    </Page>
  );
}

/** By a link that the store itself answers, valid for minutes. */
async function download(document: Document) {
  try {
    const {url} = await clientOf(DocumentService).createDownloadLink({name: document.name});
    window.open(url, '_blank', 'noopener');
  } catch (failure) {
    toast({text: problemOf(failure).message, tone: 'danger'});
  }
}
