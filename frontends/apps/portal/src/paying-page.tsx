import {useCallback, useEffect, useMemo, useState} from 'react';
import {useQuery} from '@connectrpc/connect-query';
import {skipToken} from '@tanstack/react-query';
import {BillingService} from '@avid/api/avid/billing/v1/billing_service';
import {PaymentService} from '@avid/api/avid/payment/v1/payment_service';
import {PaymentState} from '@avid/api/avid/payment/v1/payment';
import {ProcessState} from '@avid/api/avid/process/v1/process';
import {Badge, Banner, Button, Card, catalogue, EmptyState, Money, useTexts, type Tone} from '@avid/kit';
import {Link, problemOf, useParams} from '@avid/platform';
import {download} from '@avid/platform/download';
import {idOf} from './open-invoices';
import {payingOf, type Paying} from './paying';
import styles from './portal.module.css';

const texts = catalogue({
  en: {
    title: 'Your payment', working: 'Being paid', proof: 'Waits for you', paid: 'Paid', failed: 'Not paid', thanks: 'Thank you, it is paid', thanksWhy: 'You can close this page. The receipt is among your documents in a moment.', back: 'To your account',
    prove: 'Confirm with your bank', proveWhy: 'Your bank wants to know that it is you. It sends you back here.', receipt: 'Open the receipt', again: 'Pay with another card', unknown: 'This payment was not started here', unknownWhy: 'Your account shows what is paid and what is open.', failedWhy: 'Nothing was taken.',
  },
  de: {
    title: 'Ihre Zahlung', working: 'Wird bezahlt', proof: 'Wartet auf Sie', paid: 'Bezahlt', failed: 'Nicht bezahlt', thanks: 'Danke, es ist bezahlt', thanksWhy: 'Sie können diese Seite schließen. Die Quittung steht gleich bei Ihren Dokumenten.', back: 'Zu Ihrem Konto',
    prove: 'Bei Ihrer Bank bestätigen', proveWhy: 'Ihre Bank will wissen, dass Sie es sind. Sie schickt Sie hierher zurück.', receipt: 'Quittung öffnen', again: 'Mit einer anderen Karte bezahlen', unknown: 'Diese Zahlung wurde nicht hier begonnen', unknownWhy: 'Ihr Konto zeigt, was bezahlt und was offen ist.', failedWhy: 'Es wurde nichts abgebucht.',
  },
});

const POLL_MILLIS = 700;
type Standing = 'working' | 'proof' | 'paid' | 'failed';
const TONES: Readonly<Record<Standing, Tone>> = {working: 'info', proof: 'warning', paid: 'positive', failed: 'danger'};

/** How a payment goes, until all of it is paid or told why not. The bank sends the person back to this page. */
export default function PayingPage() {
  const said = useTexts(texts);
  const {attempt = ''} = useParams();
  const paying = useMemo(() => payingOf(attempt), [attempt]);
  const [standings, setStandings] = useState<ReadonlyMap<string, Standing>>(new Map());
  const tell = useCallback((process: string, standing: Standing) => setStandings((before) => (before.get(process) === standing ? before : new Map(before).set(process, standing))), []);
  if (paying.length === 0) return <EmptyState title={said.unknown} actions={<Link to="/portal">{said.back}</Link>}>{said.unknownWhy}</EmptyState>;
  const all = paying.map((each) => standings.get(each.process));
  const failed = paying.filter((each) => standings.get(each.process) === 'failed');
  return (
    <div className={styles.stack} aria-live="polite">
      {all.every((standing) => standing === 'paid') && <Banner tone="positive" title={said.thanks} actions={<Link to="/portal">{said.back}</Link>}>{said.thanksWhy}</Banner>}
      <Card title={said.title} flush>
        <ul className={styles.list}>
          {paying.map((each) => <OnePayment key={each.process} paying={each} onStanding={tell} />)}
        </ul>
      </Card>
      {failed.length > 0 && !all.includes('working') && (
        <div className={styles.actions}>
          <Link to={`/portal/pay?invoices=${failed.map((each) => idOf(each.invoice)).join(',')}`}>{said.again}</Link>
        </div>
      )}
    </div>
  );
}

function OnePayment({paying, onStanding}: {paying: Paying; onStanding(process: string, standing: Standing): void}) {
  const said = useTexts(texts);
  const process = useQuery(BillingService.method.getProcess, {name: paying.process}, {refetchInterval: ({state}) => (isOver(state.data?.state) ? false : POLL_MILLIS)});
  const name = process.data?.references['payment'];
  const payment = useQuery(PaymentService.method.getPayment, name ? {name} : skipToken, {refetchInterval: ({state}) => (isFinal(state.data?.state) ? false : POLL_MILLIS)});
  const standing: Standing =
    payment.data?.state === PaymentState.SUCCEEDED || process.data?.state === ProcessState.SUCCEEDED ? 'paid'
    : payment.data?.state === PaymentState.FAILED || process.data?.state === ProcessState.FAILED || process.data?.state === ProcessState.CANCELLED ? 'failed'
    : payment.data?.state === PaymentState.REQUIRES_ACTION && payment.data.actionUrl ? 'proof'
    : 'working';
  useEffect(() => onStanding(paying.process, standing), [onStanding, paying.process, standing]);
  const receipt = process.data?.references['receipt'];
  const why = process.error ? problemOf(process.error).message : payment.data?.failure?.message || process.data?.message || said.failedWhy;
  return (
    <li className={styles.row}>
      <span className={styles.words}>
        <span className={styles.name}>{paying.number}</span>
        <span><Badge tone={TONES[standing]} live={standing === 'working'}>{said[standing]}</Badge></span>
        {standing === 'failed' && <span className={styles.note}>{why}</span>}
        {standing === 'proof' && (
          <>
            <span className={styles.note}>{said.proveWhy}</span>
            <span><Button tone="primary" onClick={() => leaveFor(payment.data!.actionUrl)}>{said.prove}</Button></span>
          </>
        )}
        {standing === 'paid' && receipt && <span><Button tone="quiet" onClick={() => void download(receipt)}>{said.receipt}</Button></span>}
      </span>
      <span className={styles.amount}><Money amount={{currencyCode: paying.currencyCode, minorUnits: BigInt(paying.minorUnits)}} /></span>
    </li>
  );
}

/** Stripe's page, or the bank's; never an address that would run something here. */
function leaveFor(url: string) {
  if (/^https?:$/.test(new URL(url).protocol)) window.location.assign(url);
}

function isOver(state: ProcessState | undefined): boolean {
  return state === ProcessState.SUCCEEDED || state === ProcessState.FAILED || state === ProcessState.CANCELLED;
}

function isFinal(state: PaymentState | undefined): boolean {
  return state === PaymentState.SUCCEEDED || state === PaymentState.FAILED || state === PaymentState.CANCELLED;
}
