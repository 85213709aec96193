import {useQuery} from '@connectrpc/connect-query';
import {OverviewService} from '@avid/api/avid/overview/v1/overview_service';
import {Card, catalogue, EmptyState, LoadingState, Money, useLocale, useTexts} from '@avid/kit';
import {Link, ProblemState} from '@avid/platform';
import styles from './home.module.css';

const texts = catalogue({
  en: {
    title: 'Open items by days late', none: 'Nobody owes anything', noneWhy: 'Charges appear here as soon as they are posted or imported.',
    current: 'Not due yet', days: (range: string) => `${range} days`, total: (items: string, customers: string) => `${items} items of ${customers} customers`,
  },
  de: {
    title: 'Offene Posten nach Verzug', none: 'Niemand schuldet etwas', noneWhy: 'Forderungen stehen hier, sobald sie gebucht oder importiert sind.',
    current: 'Noch nicht fällig', days: (range: string) => `${range} Tage`, total: (items: string, customers: string) => `${items} Posten von ${customers} Kunden`,
  },
});

const BUCKETS = ['current', '1-30', '31-60', '61-90', '90+'] as const;

export function Ageing() {
  const said = useTexts(texts);
  const {tag} = useLocale();
  const {data, error, refetch} = useQuery(OverviewService.method.getAgeing, {});
  if (error) return <Card title={said.title}><ProblemState failure={error} onRetry={() => void refetch()} /></Card>;
  if (!data) return <Card title={said.title}><LoadingState /></Card>;
  if (data.items === 0n) return <Card title={said.title}><EmptyState title={said.none}>{said.noneWhy}</EmptyState></Card>;
  const count = new Intl.NumberFormat(tag);
  const amounts = BUCKETS.map((bucket) => data.bucketsMinor[bucket] ?? 0n);
  const largest = amounts.reduce((most, amount) => (amount > most ? amount : most), 1n);
  return (
    <Card title={said.title} actions={<strong><Money amount={{currencyCode: data.currencyCode, minorUnits: data.totalMinor}} /></strong>}>
      <div className={styles.buckets}>
        {BUCKETS.map((bucket, at) => (
          <Bucket key={bucket} path={`/transactions/ageing?bucket=${encodeURIComponent(bucket)}`} name={bucket === 'current' ? said.current : said.days(bucket)} shade={styles[`late${at}`] ?? ''} part={Number((amounts[at]! * 1000n) / largest) / 10} currencyCode={data.currencyCode} minorUnits={amounts[at]!} />
        ))}
      </div>
      <p><Link to="/transactions/ageing" className={styles.link}>{said.total(count.format(data.items), count.format(data.customers))}</Link></p>
    </Card>
  );
}

function Bucket({path, name, shade, part, currencyCode, minorUnits}: {path: string; name: string; shade: string; part: number; currencyCode: string; minorUnits: bigint}) {
  return (
    <>
      <Link to={path} className={styles.link}>{name}</Link>
      <span className={`${styles.bar} ${shade}`} style={{width: `${minorUnits === 0n ? 0 : Math.max(part, 0.5)}%`}} aria-hidden="true" />
      <Money amount={{currencyCode, minorUnits}} />
    </>
  );
}
