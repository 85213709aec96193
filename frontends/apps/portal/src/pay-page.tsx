import {useEffect, useMemo, useRef, useState} from 'react';
import {useQuery} from '@connectrpc/connect-query';
import {BillingService} from '@avid/api/avid/billing/v1/billing_service';
import {PaymentService} from '@avid/api/avid/payment/v1/payment_service';
import type {Invoice} from '@avid/api/avid/invoice/v1/invoice';
import type {PaymentMethod} from '@avid/api/avid/payment/v1/payment';
import {Banner, Button, Card, catalogue, EmptyState, LoadingState, Money, useLocale, useTexts} from '@avid/kit';
import {clientOf, Link, newRequestId, problemOf, ProblemState, useNavigate, usePerson, useSearchParams} from '@avid/platform';
import {cardWords, expiryWords} from './card-words';
import {NewCard, type NewCardHandle} from './new-card';
import {idOf, owedOf, sumText, useOpenInvoices} from './open-invoices';
import {rememberPaying, type Paying} from './paying';
import styles from './portal.module.css';

const texts = catalogue({
  en: {
    what: 'What you pay', sum: 'In all', how: 'How you pay', saved: 'Your cards', another: 'Another card', anotherWhy: 'It is saved for later payments; remove it under Cards at any time.', expires: (month: string) => `Expires ${month}`,
    pay: (sum: string) => `Pay ${sum}`, nothing: 'There is nothing to pay here', nothingWhy: 'What you chose is paid already, or is being paid.', back: 'To your account', failed: 'The payment was not started',
  },
  de: {
    what: 'Was Sie bezahlen', sum: 'Zusammen', how: 'Womit Sie bezahlen', saved: 'Ihre Karten', another: 'Eine andere Karte', anotherWhy: 'Sie wird für spätere Zahlungen gespeichert; unter Karten können Sie sie jederzeit entfernen.', expires: (month: string) => `Gültig bis ${month}`,
    pay: (sum: string) => `${sum} bezahlen`, nothing: 'Hier ist nichts zu bezahlen', nothingWhy: 'Was Sie gewählt haben, ist schon bezahlt oder wird gerade bezahlt.', back: 'Zu Ihrem Konto', failed: 'Die Zahlung wurde nicht begonnen',
  },
});

const MOST_METHODS = 50;
const ANOTHER = '';

/** What was chosen, by which card, and one button that says how much. */
export default function PayPage() {
  const said = useTexts(texts);
  const customer = usePerson().customer!;
  const [address] = useSearchParams();
  const {invoices, failure, retry} = useOpenInvoices(customer);
  const methods = useQuery(PaymentService.method.listPaymentMethods, {customer, pageSize: MOST_METHODS});
  // What stands here when the page opens is paid, whatever comes meanwhile.
  const [wanted, setWanted] = useState<readonly Invoice[]>();
  useEffect(() => {
    const ids = (address.get('invoices') ?? '').split(',');
    if (invoices && !wanted) setWanted(invoices.filter((invoice) => ids.includes(idOf(invoice.name)) && invoice.reservedBy === ''));
  }, [invoices, wanted, address]);
  if (failure ?? methods.error) return <ProblemState failure={failure ?? methods.error} onRetry={() => { retry(); void methods.refetch(); }} />;
  if (!wanted || !methods.data) return <LoadingState lines={8} />;
  if (wanted.length === 0) return <EmptyState title={said.nothing} actions={<Link to="/portal">{said.back}</Link>}>{said.nothingWhy}</EmptyState>;
  return <Pay customer={customer} invoices={wanted} methods={methods.data.methods} />;
}

function Pay({customer, invoices, methods}: {customer: string; invoices: readonly Invoice[]; methods: readonly PaymentMethod[]}) {
  const said = useTexts(texts);
  const {tag} = useLocale();
  const navigate = useNavigate();
  const newCard = useRef<NewCardHandle>(null);
  const [method, setMethod] = useState(() => (methods.find((each) => each.preferred) ?? methods[0])?.name ?? ANOTHER);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  // One for what the person wants: the same again after a failure takes nothing twice; another card is another wish.
  const attempt = useMemo(newRequestId, [method, invoices]);
  const sum = sumText(invoices.map(owedOf), tag);
  const pay = async () => {
    setBusy(true);
    setFault(undefined);
    try {
      const by = method === ANOTHER ? await newCard.current!.save() : method;
      const begun: Paying[] = [];
      for (const invoice of invoices) {
        const process = await clientOf(BillingService).collectInvoice({
          invoice: invoice.name, method: by, amountMinor: owedOf(invoice).minorUnits, customerPresent: true,
          returnUrl: `${window.location.origin}/portal/paying/${attempt}`, requestId: `${attempt}/${idOf(invoice.name)}`,
        });
        begun.push({process: process.name, invoice: invoice.name, number: invoice.number, currencyCode: invoice.currencyCode, minorUnits: owedOf(invoice).minorUnits.toString()});
      }
      rememberPaying(attempt, begun);
      void navigate(`/portal/paying/${attempt}`, {replace: true});
    } catch (failure) {
      setFault(problemOf(failure).message);
      setBusy(false);
    }
  };
  return (
    <form
      className={styles.stack}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void pay();
      }}
    >
      <Card title={said.what} flush>
        <ul className={styles.list}>
          {invoices.map((invoice) => (
            <li key={invoice.name} className={styles.row}>
              <span className={styles.words}>{invoice.number}</span>
              <span className={styles.amount}><Money amount={owedOf(invoice)} /></span>
            </li>
          ))}
          {invoices.length > 1 && (
            <li className={styles.row}>
              <strong className={styles.words}>{said.sum}</strong>
              <strong className={styles.amount}>{sum}</strong>
            </li>
          )}
        </ul>
      </Card>
      <Card title={said.how}>
        <div className={styles.stack}>
          {methods.length > 0 && (
            <fieldset className={styles.methods}>
              <legend>{said.saved}</legend>
              {methods.map((each) => (
                <Choice key={each.name} name={cardWords(each)} note={said.expires(expiryWords(each))} checked={method === each.name} disabled={busy} onChoose={() => setMethod(each.name)} />
              ))}
              <Choice name={said.another} checked={method === ANOTHER} disabled={busy} onChoose={() => setMethod(ANOTHER)} />
            </fieldset>
          )}
          {method === ANOTHER && (
            <>
              <NewCard ref={newCard} customer={customer} />
              <p className={styles.note}>{said.anotherWhy}</p>
            </>
          )}
          {fault && <div role="alert"><Banner tone="danger" title={said.failed}>{fault}</Banner></div>}
        </div>
      </Card>
      <div className={styles.actions}>
        <Button type="submit" tone="primary" busy={busy}>{said.pay(sum)}</Button>
      </div>
    </form>
  );
}

function Choice({name, note, checked, disabled, onChoose}: {name: string; note?: string; checked: boolean; disabled: boolean; onChoose(): void}) {
  return (
    <label className={styles.choice}>
      <input type="radio" name="method" checked={checked} disabled={disabled} onChange={onChoose} />
      <span className={styles.words}>
        <span>{name}</span>
        {note && <span className={styles.note}>{note}</span>}
      </span>
    </label>
  );
}
