import {useEffect, useMemo, useState} from 'react';
import {useInfiniteQuery, useQuery} from '@connectrpc/connect-query';
import {OverviewService} from '@avid/api/avid/overview/v1/overview_service';
import type {NamedCustomerAgeing} from '@avid/api/avid/overview/v1/overview';
import {TransactionService, type ListOpenItemsResponse} from '@avid/api/avid/transaction/v1/transaction_service';
import type {OpenItem} from '@avid/api/avid/transaction/v1/transaction';
import {Badge, Button, CalendarDate, Card, catalogue, EmptyState, FilterBar, formatMoney, formatMoneyCompact, LoadingState, Money, Page, PageHeader, TextField, useLocale, useTexts} from '@avid/kit';
import {Chart, type ChartColor} from '@avid/kit/chart';
import {Table, type Column, type Sort} from '@avid/kit/table';
import {Link, ProblemState, useNavigate, useRows, useSearchParams} from '@avid/platform';
import {RowsTable} from '@avid/platform/rows-table';

const texts = catalogue({
  en: {
    title: 'Ageing', asOf: 'As of', filter: 'Day', chart: 'Open items by days late', late: 'Days late', owed: 'Owed', current: 'Not due', days: (range: string) => `${range} days`, customer: 'Customer', total: 'In all', over30: 'Over 30 days', customers: 'Customers', items: 'Items', number: 'Number', due: 'Due', amount: 'Open', daysLate: (count: string) => `${count} late`,
    none: 'Nobody owes anything', noneWhy: 'On that day nothing was open.', rows: (count: string, more: boolean) => `${count}${more ? ' loaded, more below' : ' items'}`, count: (count: string) => `${count} customers`, back: 'All customers', openItems: 'Open items', all: 'All buckets', nameless: 'No name', loading: (count: string) => `${count} customers so far…`,
  },
  de: {
    title: 'Fälligkeiten', asOf: 'Stand', filter: 'Tag', chart: 'Offene Posten nach Verzug', late: 'Verzug', owed: 'Geschuldet', current: 'Nicht fällig', days: (range: string) => `${range} Tage`, customer: 'Kunde', total: 'Zusammen', over30: 'Über 30 Tage', customers: 'Kunden', items: 'Posten', number: 'Nummer', due: 'Fällig', amount: 'Offen', daysLate: (count: string) => `${count} Tage`,
    none: 'Niemand schuldet etwas', noneWhy: 'An diesem Tag war nichts offen.', rows: (count: string, more: boolean) => `${count}${more ? ' geladen, weitere folgen' : ' Posten'}`, count: (count: string) => `${count} Kunden`, back: 'Alle Kunden', openItems: 'Offene Posten', all: 'Jeder Verzug', nameless: 'Ohne Namen', loading: (count: string) => `${count} Kunden bisher…`,
  },
});

const BUCKETS = ['current', '1-30', '31-60', '61-90', '90+'] as const;
const COLORS: readonly ChartColor[] = ['chart-1', 'chart-2', 'chart-3', 'chart-4', 'chart-5'];
const PAGE_CUSTOMERS = 1000;
const PAGE_ITEMS = 200;
const itemsOf = (response: ListOpenItemsResponse) => response.openItems;

/** Who owes what and how late; a bar or a row opens into the items behind it. */
export default function AgeingPage() {
  const said = useTexts(texts);
  const {tag} = useLocale();
  const [address, setAddress] = useSearchParams();
  const asOfDate = address.get('date') ?? '';
  const bucket = BUCKETS.find((each) => each === address.get('bucket'));
  const customer = address.get('customer') ?? '';
  const {data, error, refetch} = useQuery(OverviewService.method.getAgeing, {asOfDate});
  const go = (parts: {bucket?: string | undefined; customer?: string | undefined; date?: string}) => {
    const next = {date: asOfDate, bucket: bucket ?? '', customer, ...parts};
    setAddress(Object.fromEntries(Object.entries(next).filter(([, value]) => value)) as Record<string, string>);
  };
  if (error) return <ProblemState failure={error} onRetry={() => void refetch()} />;
  const name = (of: (typeof BUCKETS)[number]) => (of === 'current' ? said.current : said.days(of));
  return (
    <Page fill>
      <PageHeader title={said.title} badges={data && data.items > 0n && <Badge><Money amount={{currencyCode: data.currencyCode, minorUnits: data.totalMinor}} /></Badge>} />
      <FilterBar label={said.filter}>
        <TextField label={said.asOf} type="date" value={asOfDate || (data?.asOfDate ?? '')} onChange={(date) => go({date})} />
      </FilterBar>
      {!data ? <LoadingState lines={6} /> : data.items === 0n ? <EmptyState title={said.none}>{said.noneWhy}</EmptyState> : (
        <>
          <Card>
            <Chart
              label={said.chart}
              categoryLabel={said.late}
              categories={BUCKETS.map(name)}
              series={[{key: 'owed', label: said.owed, color: 'chart-1', values: BUCKETS.map((each) => data.bucketsMinor[each] ?? 0n)}]}
              categoryColors={COLORS}
              format={(minorUnits) => formatMoney({currencyCode: data.currencyCode, minorUnits}, tag)}
              formatAxis={(minorUnits) => formatMoneyCompact({currencyCode: data.currencyCode, minorUnits}, tag)}
              heightPx={140}
              onChoose={(at) => go({bucket: BUCKETS[at]})}
            />
          </Card>
          {bucket || customer ? (
            <Items asOfDate={asOfDate} currencyCode={data.currencyCode} bucket={bucket ?? ''} bucketName={bucket ? name(bucket) : said.all} customer={customer} onBack={() => go({bucket: '', customer: ''})} />
          ) : (
            <ByCustomer asOfDate={asOfDate} currencyCode={data.currencyCode} onOpen={(of) => go({customer: of})} />
          )}
        </>
      )}
    </Page>
  );
}

const minorOf = (row: NamedCustomerAgeing, key: string) =>
  key === 'total' ? row.totalMinor : key === 'over30' ? (row.bucketsMinor['31-60'] ?? 0n) + (row.bucketsMinor['61-90'] ?? 0n) + (row.bucketsMinor['90+'] ?? 0n) : (row.bucketsMinor[key] ?? 0n);

function ByCustomer({asOfDate, currencyCode, onOpen}: {asOfDate: string; currencyCode: string; onOpen(customer: string): void}) {
  const said = useTexts(texts);
  const {tag} = useLocale();
  // Who is over 30 days late first: that is what the page is opened for.
  const [sort, setSort] = useState<Sort>({key: 'over30', descending: true});
  const query = useInfiniteQuery(OverviewService.method.getAgeing, {asOfDate, currencyCode, perCustomer: true, pageSize: PAGE_CUSTOMERS, pageToken: ''}, {pageParamKey: 'pageToken', getNextPageParam: (last) => last.nextPageToken || undefined});
  const {data, error, hasNextPage, isFetchingNextPage, fetchNextPage, refetch} = query;
  // The server lists by name; the order by what is owed needs all of them.
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const rows = useMemo(() => {
    const all = (data?.pages ?? []).flatMap((page) => page.byCustomer);
    const by = (a: NamedCustomerAgeing, b: NamedCustomerAgeing) => {
      if (sort.key === 'customer') return a.displayName.localeCompare(b.displayName, tag);
      const [left, right] = [minorOf(a, sort.key), minorOf(b, sort.key)];
      return left < right ? -1 : left > right ? 1 : 0;
    };
    return all.toSorted((a, b) => (sort.descending ? -by(a, b) : by(a, b)));
  }, [data, sort, tag]);
  if (error) return <ProblemState failure={error} onRetry={() => void refetch()} />;
  if (!data) return <LoadingState lines={8} />;
  const count = new Intl.NumberFormat(tag).format(rows.length);
  const money = (key: string, header: string, fromWidthPx?: number, leastPx = 128): Column<NamedCustomerAgeing> => ({
    key, header, width: `minmax(${leastPx}px, 1fr)`, align: 'end', sortable: true, ...(fromWidthPx ? {fromWidthPx} : {}),
    render: (row) => minorOf(row, key) !== 0n && <Money amount={{currencyCode, minorUnits: minorOf(row, key)}} />,
  });
  const columns: Column<NamedCustomerAgeing>[] = [
    {key: 'customer', header: said.customer, width: 'minmax(120px, 2fr)', fixed: true, sortable: true, render: (row) => row.displayName || said.nameless},
    // Alone beside the customer on a telephone, with its whole header.
    money('over30', said.over30, undefined, 168),
    money('total', said.total, 420),
    money('current', said.current, 960),
    money('1-30', said.days('1-30'), 720),
    money('31-60', said.days('31-60'), 1080),
    money('61-90', said.days('61-90'), 1080),
    money('90+', said.days('90+'), 820),
  ];
  return <Table label={said.customers} columns={columns} count={rows.length} rowAt={(at) => rows[at]} rowKey={(row) => row.customer} sort={sort} onSort={setSort} onOpen={(row) => onOpen(row.customer)} fill foot={hasNextPage ? said.loading(count) : said.count(count)} />;
}

function Items({asOfDate, currencyCode, bucket, bucketName, customer, onBack}: {asOfDate: string; currencyCode: string; bucket: string; bucketName: string; customer: string; onBack(): void}) {
  const said = useTexts(texts);
  const navigate = useNavigate();
  const rows = useRows(TransactionService.method.listOpenItems, {asOfDate, currencyCode, bucket, customer, pageSize: PAGE_ITEMS}, itemsOf);
  const columns: Column<OpenItem>[] = [
    {key: 'number', header: said.number, width: 'minmax(120px, 2fr)', fixed: true, render: (item) => item.invoiceNumber || item.externalId},
    {key: 'due', header: said.due, width: '112px', render: (item) => <CalendarDate date={item.dueDate} />},
    {key: 'late', header: said.late, width: '96px', align: 'end', fromWidthPx: 480, render: (item) => item.daysLate > 0 && said.daysLate(String(item.daysLate))},
    {key: 'amount', header: said.amount, width: 'minmax(96px, 1fr)', align: 'end', render: (item) => item.remaining && <Money amount={item.remaining} />},
  ];
  return (
    <>
      <FilterBar label={said.openItems} end={customer && <Link to={`/${customer}`}>{said.customer}</Link>}>
        <span><Badge>{bucketName}</Badge> <Button tone="quiet" onClick={onBack}>{said.back}</Button></span>
      </FilterBar>
      <RowsTable rows={rows} label={said.openItems} columns={columns} rowKey={(item) => item.charge} rowHref={(item) => `/${item.charge}`} onOpen={(item) => void navigate(`/${item.charge}`)} foot={said.rows} none={said.none} noneWhy={said.noneWhy} />
    </>
  );
}
