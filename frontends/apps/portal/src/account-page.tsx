import {useState} from 'react';
import {useQuery} from '@connectrpc/connect-query';
import {FileText} from 'lucide-react';
import {TransactionService} from '@avid/api/avid/transaction/v1/transaction_service';
import type {OpenItem} from '@avid/api/avid/transaction/v1/transaction';
import type {Invoice} from '@avid/api/avid/invoice/v1/invoice';
import {Badge, Button, CalendarDate, calendarDate, Card, catalogue, EmptyState, Figures, formatDate, LinkButton, LoadingState, Money, useLocale, useTexts} from '@avid/kit';
import {ProblemState, useNavigate, usePerson} from '@avid/platform';
import {download} from '@avid/platform/download';
import {idOf, owedOf, sumText, useOpenInvoices} from './open-invoices';
import styles from './portal.module.css';

const texts = catalogue({
  en: {
    balance: 'You owe', credit: 'In your favour', open: 'Open invoices', due: (date: string) => `Due ${date}`, late: (date: string) => `Was due ${date}`, none: 'Nothing is open', noneWhy: 'New invoices appear here by themselves.',
    payAll: (sum: string) => `Pay all, ${sum}`, paySome: (sum: string) => `Pay ${sum}`, some: (count: string) => `${count} chosen`, all: 'Choose some, or pay all at once.', choose: (number: string) => `Choose ${number}`,
    pdf: (number: string) => `Open invoice ${number}`, underWay: 'Payment under way', others: 'Other open items', othersWhy: 'These were not billed here. Please pay them as their paper says.', partly: (sum: string) => `of ${sum}`,
  },
  de: {
    balance: 'Sie schulden', credit: 'Zu Ihren Gunsten', open: 'Offene Rechnungen', due: (date: string) => `Fällig am ${date}`, late: (date: string) => `War fällig am ${date}`, none: 'Nichts ist offen', noneWhy: 'Neue Rechnungen stehen dann von selbst hier.',
    payAll: (sum: string) => `Alles bezahlen, ${sum}`, paySome: (sum: string) => `${sum} bezahlen`, some: (count: string) => `${count} gewählt`, all: 'Wählen Sie einzelne, oder bezahlen Sie alle auf einmal.', choose: (number: string) => `${number} wählen`,
    pdf: (number: string) => `Rechnung ${number} öffnen`, underWay: 'Zahlung läuft', others: 'Andere offene Posten', othersWhy: 'Diese wurden nicht hier berechnet. Bitte bezahlen Sie sie wie auf dem Beleg angegeben.', partly: (sum: string) => `von ${sum}`,
  },
});

const MOST = 1000;

export default function AccountPage() {
  const customer = usePerson().customer!;
  const accounts = useQuery(TransactionService.method.listAccounts, {customer, allowMissing: true});
  const items = useQuery(TransactionService.method.listOpenItems, {customer, pageSize: MOST, allowMissing: true});
  const {invoices, failure, retry} = useOpenInvoices(customer);
  const said = useTexts(texts);
  if (failure) return <ProblemState failure={failure} onRetry={retry} />;
  if (!invoices || !accounts.data) return <LoadingState lines={8} />;
  const billed = new Set(invoices.flatMap((invoice) => [invoice.charge, invoice.number]));
  const others = (items.data?.openItems ?? []).filter((item) => !billed.has(item.charge) && !billed.has(item.invoiceNumber));
  return (
    <>
      {accounts.data.accounts.length > 0 && (
        <Figures
          figures={accounts.data.accounts.map(({name, balance}) => {
            const favour = (balance?.minorUnits ?? 0n) < 0n;
            return {key: name, label: favour ? said.credit : said.balance, value: balance && <Money amount={{currencyCode: balance.currencyCode, minorUnits: favour ? -balance.minorUnits : balance.minorUnits}} />};
          })}
        />
      )}
      <ToPay invoices={invoices} />
      {others.length > 0 && <Others items={others} />}
    </>
  );
}

function ToPay({invoices}: {invoices: readonly Invoice[]}) {
  const said = useTexts(texts);
  const {tag} = useLocale();
  const navigate = useNavigate();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const payable = invoices.filter((invoice) => invoice.reservedBy === '');
  const some = payable.filter((invoice) => chosen.has(invoice.name));
  const paying = some.length > 0 ? some : payable;
  const sum = sumText(paying.map(owedOf), tag);
  const href = `/portal/pay?invoices=${paying.map((invoice) => idOf(invoice.name)).join(',')}`;
  const choose = (name: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(name);
    else next.delete(name);
    setChosen(next);
  };
  if (invoices.length === 0) return <Card title={said.open}><EmptyState title={said.none}>{said.noneWhy}</EmptyState></Card>;
  return (
    <Card title={said.open} flush>
      <ul className={styles.list}>
        {invoices.map((invoice) => (
          <li key={invoice.name} className={styles.row}>
            <InvoiceChoice invoice={invoice} chosen={chosen.has(invoice.name)} onChoose={(on) => choose(invoice.name, on)} />
          </li>
        ))}
      </ul>
      {payable.length > 0 && (
        <div className={styles.pay}>
          <span className={styles.note} aria-live="polite">{some.length > 0 ? said.some(new Intl.NumberFormat(tag).format(some.length)) : said.all}</span>
          <LinkButton
            tone="primary"
            href={href}
            onClick={(event) => {
              event.preventDefault();
              void navigate(href);
            }}
          >
            {some.length > 0 ? said.paySome(sum) : said.payAll(sum)}
          </LinkButton>
        </div>
      )}
    </Card>
  );
}

function InvoiceChoice({invoice, chosen, onChoose}: {invoice: Invoice; chosen: boolean; onChoose(on: boolean): void}) {
  const said = useTexts(texts);
  const {tag} = useLocale();
  const late = invoice.dueDate < calendarDate(new Date());
  const due = formatDate(invoice.dueDate, tag);
  const owed = owedOf(invoice);
  return (
    <>
      <label className={styles.choice}>
        <input type="checkbox" aria-label={said.choose(invoice.number)} checked={chosen} disabled={invoice.reservedBy !== ''} onChange={(event) => onChoose(event.target.checked)} />
        <span className={styles.words}>
          <span className={styles.name}>{invoice.number}</span>
          <span className={late ? `${styles.note} ${styles.late}` : styles.note}>{late ? said.late(due) : said.due(due)}</span>
          {invoice.reservedBy !== '' && <span><Badge tone="info">{said.underWay}</Badge></span>}
        </span>
        <span className={styles.amount}>
          <Money amount={owed} />
          {invoice.total && owed.minorUnits !== invoice.total.minorUnits && <span className={styles.note}> {said.partly(sumText([invoice.total], tag))}</span>}
        </span>
      </label>
      {invoice.document !== '' && <Button tone="quiet" label={said.pdf(invoice.number)} icon={<FileText size={20} aria-hidden="true" />} onClick={() => void download(invoice.document)} />}
    </>
  );
}

function Others({items}: {items: readonly OpenItem[]}) {
  const said = useTexts(texts);
  return (
    <Card title={said.others} flush>
      <ul className={styles.list}>
        {items.map((item) => (
          <li key={item.charge} className={styles.row}>
            <span className={styles.words}>
              <span className={styles.name}>{item.invoiceNumber || item.externalId}</span>
              <span className={item.daysLate > 0 ? `${styles.note} ${styles.late}` : styles.note}><CalendarDate date={item.dueDate} /></span>
            </span>
            <span className={styles.amount}>{item.remaining && <Money amount={item.remaining} />}</span>
          </li>
        ))}
        <li className={styles.row}><span className={styles.note}>{said.othersWhy}</span></li>
      </ul>
    </Card>
  );
}
