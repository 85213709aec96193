import {useState} from 'react';
import {TransactionService, type ListTransactionsResponse} from '@avid/api/avid/transaction/v1/transaction_service';
import {TransactionKind, type Transaction} from '@avid/api/avid/transaction/v1/transaction';
import {Badge, CalendarDate, catalogue, FilterBar, Money, Page, PageHeader, SearchField, useTexts} from '@avid/kit';
import type {Column} from '@avid/kit/table';
import {useRows, useSearchParams} from '@avid/platform';
import {RowsTable} from '@avid/platform/rows-table';

const texts = catalogue({
  en: {
    title: 'Transactions', search: 'Filter', hint: 'kind = PAYMENT AND amount_minor > 1000', date: 'Date', kind: 'Kind', number: 'Number', due: 'Due', amount: 'Amount', open: 'Open',
    none: 'No transactions', noneWhy: 'Nothing was posted yet, or nothing matches the filter.', rows: (count: string) => `${count} transactions`,
    CHARGE: 'Charge', PAYMENT: 'Payment', CREDIT: 'Credit', REVERSAL: 'Reversal', FEE: 'Fee', REFUND: 'Refund', TRANSACTION_KIND_UNSPECIFIED: '',
  },
  de: {
    title: 'Buchungen', search: 'Filter', hint: 'kind = PAYMENT AND amount_minor > 1000', date: 'Datum', kind: 'Art', number: 'Nummer', due: 'Fällig', amount: 'Betrag', open: 'Offen',
    none: 'Keine Buchungen', noneWhy: 'Noch wurde nichts gebucht, oder nichts passt zum Filter.', rows: (count: string) => `${count} Buchungen`,
    CHARGE: 'Forderung', PAYMENT: 'Zahlung', CREDIT: 'Gutschrift', REVERSAL: 'Storno', FEE: 'Gebühr', REFUND: 'Erstattung', TRANSACTION_KIND_UNSPECIFIED: '',
  },
});

const PAGE_ROWS = 200;
const transactionsOf = (response: ListTransactionsResponse) => response.transactions;

export default function TransactionsPage() {
  const said = useTexts(texts);
  const [address, setAddress] = useSearchParams();
  const filter = address.get('filter') ?? '';
  const [typed, setTyped] = useState(filter);
  const rows = useRows(TransactionService.method.listTransactions, {filter, pageSize: PAGE_ROWS}, transactionsOf);
  const kind = (transaction: Transaction) => said[(TransactionKind[transaction.kind] ?? 'TRANSACTION_KIND_UNSPECIFIED') as keyof typeof TransactionKind];
  const columns: Column<Transaction>[] = [
    {key: 'date', header: said.date, width: '112px', fixed: true, render: (transaction) => <CalendarDate date={transaction.effectiveDate} />},
    {key: 'kind', header: said.kind, width: '112px', render: (transaction) => <Badge>{kind(transaction)}</Badge>},
    {key: 'number', header: said.number, width: 'minmax(120px, 2fr)', fromWidthPx: 560, render: (transaction) => transaction.invoiceNumber || transaction.externalId},
    {key: 'due', header: said.due, width: '112px', fromWidthPx: 720, render: (transaction) => <CalendarDate date={transaction.dueDate} />},
    {key: 'amount', header: said.amount, width: 'minmax(112px, 1fr)', align: 'end', render: (transaction) => transaction.amount && <Money amount={transaction.amount} />},
    {key: 'open', header: said.open, width: 'minmax(112px, 1fr)', align: 'end', fromWidthPx: 640, render: (transaction) => transaction.remaining && <Money amount={transaction.remaining} />},
  ];
  return (
    <Page fill>
      <PageHeader title={said.title} />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setAddress(typed ? {filter: typed} : {});
        }}
      >
        <FilterBar label={said.search}>
          <SearchField
            label={said.search}
            placeholder={said.hint}
            value={typed}
            onChange={(text) => {
              setTyped(text);
              if (text === '') setAddress({});
            }}
          />
        </FilterBar>
      </form>
      <RowsTable
        rows={rows}
        label={said.title}
        columns={columns}
        rowKey={(transaction) => transaction.name}
        total={rows.first?.totalSize}
        foot={said.rows}
        none={said.none}
        noneWhy={said.noneWhy}
      />
    </Page>
  );
}
