import {useQuery} from '@connectrpc/connect-query';
import {timestampDate} from '@bufbuild/protobuf/wkt';
import {OverviewService} from '@avid/api/avid/overview/v1/overview_service';
import {ProcessState} from '@avid/api/avid/process/v1/process';
import {Badge, Card, catalogue, EmptyState, Instant, LoadingState, useTexts} from '@avid/kit';
import {Link, ProblemState} from '@avid/platform';
import {useProcessName} from '@avid/platform/process-names';
import styles from './home.module.css';

const texts = catalogue({
  en: {title: 'Processes that failed', none: 'No process failed', noneWhy: 'One that needs somebody appears here.', customer: 'Its customer', invoice: 'Its invoice'},
  de: {title: 'Gescheiterte Vorgänge', none: 'Kein Vorgang ist gescheitert', noneWhy: 'Einer, der jemanden braucht, steht dann hier.', customer: 'Sein Kunde', invoice: 'Seine Rechnung'},
});

const SHOWN = 5;

export function Processes() {
  const said = useTexts(texts);
  const processName = useProcessName();
  const {data, error, refetch} = useQuery(OverviewService.method.listProcesses, {state: ProcessState.FAILED, pageSize: SHOWN}, {refetchInterval: 30_000});
  return (
    <Card title={said.title}>
      {error ? <ProblemState failure={error} onRetry={() => void refetch()} />
        : !data ? <LoadingState />
        : data.processes.length === 0 ? <EmptyState title={said.none}>{said.noneWhy}</EmptyState>
        : (
          <ul className={styles.rows}>
            {data.processes.map((process) => (
              <li key={process.name} className={styles.row}>
                <div>
                  <p><Badge tone="danger">{processName(process.type)}</Badge> {process.message}</p>
                  <p className={styles.links}>
                    {process.references['customer'] && <Link to={`/${process.references['customer']}`} className={styles.link}>{said.customer}</Link>}
                    {process.references['invoice'] && <Link to={`/payments/${process.references['invoice']}`} className={styles.link}>{said.invoice}</Link>}
                  </p>
                </div>
                <Instant instant={process.updateTime && timestampDate(process.updateTime)} />
              </li>
            ))}
          </ul>
        )}
    </Card>
  );
}
