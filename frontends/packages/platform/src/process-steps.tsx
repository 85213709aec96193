import {useState} from 'react';
import {ProcessState, type Process} from '@avid/api/avid/process/v1/process';
import {Badge, Banner, Button, Card, catalogue, Steps, useTexts, type Step, type StepState, type Tone} from '@avid/kit';
// By its name, as a feature has this file of its own and the platform of the shell.
import {problemOf, usePermission} from '@avid/platform';
import {useProcessName} from './process-names';
import styles from './process-steps.module.css';

const texts = catalogue({
  en: {
    steps: 'Steps', retry: 'Try again', cancel: 'Cancel it', attempt: (attempt: number) => `attempt ${attempt}`,
    PENDING: 'Not begun', RUNNING: 'Running', WAITING: 'Waiting', SUCCEEDED: 'Done', FAILED: 'Failed', CANCELLED: 'Cancelled', PROCESS_STATE_UNSPECIFIED: '',
  },
  de: {
    steps: 'Schritte', retry: 'Noch einmal versuchen', cancel: 'Abbrechen', attempt: (attempt: number) => `Versuch ${attempt}`,
    PENDING: 'Nicht begonnen', RUNNING: 'Läuft', WAITING: 'Wartet', SUCCEEDED: 'Erledigt', FAILED: 'Gescheitert', CANCELLED: 'Abgebrochen', PROCESS_STATE_UNSPECIFIED: '',
  },
});

/** What steps are called, by the names that the services give them. */
const names = catalogue({
  en: {
    issue: 'Give it its number', 'post-charge': 'Post the charge', render: 'Make the PDF', link: 'File the PDF', 'check-owed': 'See what is owed', reserve: 'Reserve the invoice', 'take-payment': 'Take the money',
    'await-payment': 'Wait for the bank', post: 'Post it', receipt: 'File a receipt', release: 'Free the invoice', 'await-payment-applied': 'See it posted', 'await-applied': 'See it posted', 'await-refund-applied': 'See it posted', reverse: 'Take it out of the books', refund: 'Give the money back',
    'await-refund': 'Wait for the bank', credit: 'Credit the invoice', 'offer-link': 'Make the page', 'await-link': 'Wait for the customer', 'check-unsettled': 'See that nothing is settled', 'reverse-charge': 'Undo the charge',
    withdraw: 'Withdraw', rows: 'Bring the rows in', rejects: 'File the rejected rows', gather: 'Gather the figures', 'await-decision': 'Wait for the decision', settle: 'Settle',
  },
  de: {
    issue: 'Nummer vergeben', 'post-charge': 'Forderung buchen', render: 'PDF erstellen', link: 'PDF ablegen', 'check-owed': 'Offenen Betrag feststellen', reserve: 'Rechnung vormerken', 'take-payment': 'Geld einziehen',
    'await-payment': 'Auf die Bank warten', post: 'Buchen', receipt: 'Quittung ablegen', release: 'Rechnung freigeben', 'await-payment-applied': 'Buchung abwarten', 'await-applied': 'Buchung abwarten', 'await-refund-applied': 'Buchung abwarten', reverse: 'Aus den Büchern nehmen', refund: 'Geld zurückgeben',
    'await-refund': 'Auf die Bank warten', credit: 'Rechnung gutschreiben', 'offer-link': 'Seite erstellen', 'await-link': 'Auf den Kunden warten', 'check-unsettled': 'Prüfen, dass nichts beglichen ist', 'reverse-charge': 'Forderung stornieren',
    withdraw: 'Zurückziehen', rows: 'Zeilen übernehmen', rejects: 'Abgelehnte Zeilen ablegen', gather: 'Zahlen sammeln', 'await-decision': 'Auf die Entscheidung warten', settle: 'Abschließen',
  },
});

const STATES: Readonly<Record<ProcessState, StepState>> = {
  [ProcessState.PROCESS_STATE_UNSPECIFIED]: 'pending',
  [ProcessState.PENDING]: 'pending',
  [ProcessState.RUNNING]: 'active',
  [ProcessState.WAITING]: 'waiting',
  [ProcessState.SUCCEEDED]: 'done',
  [ProcessState.FAILED]: 'failed',
  [ProcessState.CANCELLED]: 'failed',
};

const TONES: Readonly<Record<ProcessState, Tone>> = {
  [ProcessState.PROCESS_STATE_UNSPECIFIED]: 'neutral',
  [ProcessState.PENDING]: 'info',
  [ProcessState.RUNNING]: 'info',
  [ProcessState.WAITING]: 'warning',
  [ProcessState.SUCCEEDED]: 'positive',
  [ProcessState.FAILED]: 'danger',
  [ProcessState.CANCELLED]: 'neutral',
};

/** Steps that wait for somebody outside, perhaps for hours. */
const FOR_A_PERSON: ReadonlySet<string> = new Set(['await-payment', 'await-link']);

/** Whether it has ended, well or not. */
export function hasEnded({state}: Process): boolean {
  return state === ProcessState.SUCCEEDED || state === ProcessState.FAILED || state === ProcessState.CANCELLED;
}

/** A process with its steps, as it stands; `onRetry` and `onCancel` for who may steer it. */
export function ProcessCard({process, onRetry, onCancel}: {process: Process; onRetry?(): Promise<unknown>; onCancel?(): Promise<unknown>}) {
  const said = useTexts(texts);
  const called = useTexts(names) as Readonly<Record<string, string>>;
  const processName = useProcessName();
  const maySteer = usePermission('processes.write');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState('');
  const steer = (action: () => Promise<unknown>) => {
    setBusy(true);
    setFault('');
    action().catch((failure: unknown) => setFault(problemOf(failure).message)).finally(() => setBusy(false));
  };
  const failed = process.state === ProcessState.FAILED;
  // While it waits, the step that waits says why.
  const message = fault || (hasEnded(process) ? process.message : '');
  const waitsForPerson = process.steps.some(({step, state}) => state === ProcessState.WAITING && FOR_A_PERSON.has(step));
  const steps: Step[] = process.steps.map(({step, state, attempt, message}) => ({
    key: step,
    label: called[step] ?? step.replaceAll('-', ' '),
    state: STATES[state],
    detail: [attempt > 1 && said.attempt(attempt), message].filter(Boolean).join(': ') || undefined,
  }));
  return (
    <Card title={processName(process.type)} actions={<Badge tone={TONES[process.state]} live={process.state === ProcessState.RUNNING}>{said[(ProcessState[process.state] ?? 'PROCESS_STATE_UNSPECIFIED') as keyof typeof ProcessState]}</Badge>}>
      <div className={styles.process}>
        {message && <Banner tone={fault || failed ? 'danger' : 'info'} title={message} />}
        <Steps label={said.steps} steps={steps} />
        {maySteer && failed && onRetry && <div><Button busy={busy} onClick={() => steer(onRetry)}>{said.retry}</Button></div>}
        {maySteer && waitsForPerson && onCancel && <div><Button busy={busy} onClick={() => steer(onCancel)}>{said.cancel}</Button></div>}
      </div>
    </Card>
  );
}
