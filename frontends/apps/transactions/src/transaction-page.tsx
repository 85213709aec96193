import {useState} from 'react';
import {useMutation, useQuery} from '@connectrpc/connect-query';
import {useQueryClient} from '@tanstack/react-query';
import {timestampDate} from '@bufbuild/protobuf/wkt';
import {Undo2} from 'lucide-react';
import {CustomerService} from '@avid/api/avid/customer/v1/customer_service';
import {TransactionService} from '@avid/api/avid/transaction/v1/transaction_service';
import {AccountKind, type Allocation, type Transaction} from '@avid/api/avid/transaction/v1/transaction';
import {Badge, Banner, Button, CalendarDate, Card, catalogue, Columns, Details, Dialog, Form, FormActions, Instant, LoadingState, Money, Page, PageHeader, TextField, toast, useTexts} from '@avid/kit';
import {Allowed, fieldErrors, Link, newRequestId, problemOf, ProblemState, useNavigate, useParams, usePermission} from '@avid/platform';
import {Allocate} from './allocate';
import {kindName, kindTexts, TONES} from './kinds';
import styles from './transaction.module.css';

const texts = catalogue({
  en: {
    back: 'Transactions', what: 'What it is', customer: 'Customer', show: 'Open', date: 'Date', due: 'Due', number: 'Invoice number', external: 'External id', remaining: 'Open', posted: 'Posted', by: 'By', position: 'Position', reverses: 'Reverses', reversedBy: 'Reversed by', refunds: 'Refunds', refunded: 'Refunded', disputed: 'Disputed', reversed: 'Reversed',
    entries: 'Entries', account: 'Account', debit: 'Debit', credit: 'Credit', allocations: 'Allocations', settles: 'Settles', settledBy: 'Settled by', amount: 'Amount', undone: 'Taken back', none: 'It settles nothing.', noneOwed: 'Nothing settles it.',
    reverse: 'Reverse', sure: 'Reverse this transaction?', sureWhy: 'It is undone with its allocations. Both stay in the ledger.', on: 'Effective date', onHint: 'Empty takes today.', done: 'It is reversed.', failed: 'It was not reversed', cancel: 'Cancel',
  },
  de: {
    back: 'Buchungen', what: 'Was es ist', customer: 'Kunde', show: 'Öffnen', date: 'Datum', due: 'Fällig', number: 'Rechnungsnummer', external: 'Fremdnummer', remaining: 'Offen', posted: 'Gebucht', by: 'Von', position: 'Stelle', reverses: 'Storniert', reversedBy: 'Storniert durch', refunds: 'Erstattet', refunded: 'Erstattet', disputed: 'Bestritten', reversed: 'Storniert',
    entries: 'Buchungssätze', account: 'Konto', debit: 'Soll', credit: 'Haben', allocations: 'Zuordnungen', settles: 'Begleicht', settledBy: 'Beglichen durch', amount: 'Betrag', undone: 'Zurückgenommen', none: 'Sie begleicht nichts.', noneOwed: 'Nichts begleicht sie.',
    reverse: 'Stornieren', sure: 'Diese Buchung stornieren?', sureWhy: 'Sie wird mit ihren Zuordnungen rückgängig gemacht. Beide bleiben im Buch.', on: 'Wirksam am', onHint: 'Leer heißt heute.', done: 'Sie ist storniert.', failed: 'Sie wurde nicht storniert', cancel: 'Abbrechen',
  },
});

const accountTexts = catalogue({
  en: {RECEIVABLE: 'Receivable', REVENUE: 'Revenue', BANK: 'Bank', CREDITS: 'Credits', STRIPE: 'Stripe', FEES: 'Fees', ACCOUNT_KIND_UNSPECIFIED: ''},
  de: {RECEIVABLE: 'Forderungen', REVENUE: 'Erlöse', BANK: 'Bank', CREDITS: 'Gutschriften', STRIPE: 'Stripe', FEES: 'Gebühren', ACCOUNT_KIND_UNSPECIFIED: ''},
});

/** One fact of the ledger: what it moved, what it settles, and how it is undone. */
export default function TransactionPage() {
  const said = useTexts(texts);
  const kinds = useTexts(kindTexts);
  const navigate = useNavigate();
  const name = `transactions/${useParams().id}`;
  const {data: transaction, error, refetch} = useQuery(TransactionService.method.getTransaction, {name});
  if (error) return <ProblemState failure={error} onRetry={() => void refetch()} />;
  if (!transaction) return <Page><LoadingState lines={8} /></Page>;
  const kind = kindName(transaction.kind);
  const link = (of: string) => of && <Link to={`/${of}`}>{of.slice(of.indexOf('/') + 1).slice(0, 12)}…</Link>;
  return (
    <Page>
      <PageHeader
        title={<>{kinds[kind]} {transaction.amount && <Money amount={transaction.amount} />}</>}
        badges={<><Badge tone={TONES[kind]}>{transaction.invoiceNumber || kinds[kind]}</Badge>{transaction.disputed && <Badge tone="warning">{said.disputed}</Badge>}{transaction.reversedBy && <Badge tone="danger">{said.reversed}</Badge>}</>}
        back={{
          href: '/transactions',
          label: said.back,
          onClick: (event) => {
            event.preventDefault();
            void navigate('/transactions');
          },
        }}
        actions={!transaction.reversedBy && kind !== 'REVERSAL' && <Allowed permission="transactions.write"><Reverse transaction={transaction} /></Allowed>}
      />
      <Columns>
        <>
          <Entries transaction={transaction} />
          <Allocations transaction={transaction} />
          <Allowed permission="transactions.write"><Allocate source={transaction} /></Allowed>
        </>
        <Card title={said.what}>
          <Details
            items={[
              {key: 'customer', label: said.customer, value: transaction.customer && <CustomerLink name={transaction.customer} />},
              {key: 'date', label: said.date, value: <CalendarDate date={transaction.effectiveDate} />},
              {key: 'due', label: said.due, value: transaction.dueDate && <CalendarDate date={transaction.dueDate} />},
              {key: 'number', label: said.number, value: transaction.invoiceNumber},
              {key: 'external', label: said.external, value: transaction.externalId},
              {key: 'remaining', label: said.remaining, value: transaction.remaining && <Money amount={transaction.remaining} />},
              {key: 'refunded', label: said.refunded, value: transaction.refunded && transaction.refunded.minorUnits !== 0n && <Money amount={transaction.refunded} />},
              {key: 'reverses', label: said.reverses, value: link(transaction.reverses)},
              {key: 'reversedBy', label: said.reversedBy, value: link(transaction.reversedBy)},
              {key: 'refunds', label: said.refunds, value: link(transaction.refunds)},
              {key: 'posted', label: said.posted, value: <Instant instant={transaction.createTime && timestampDate(transaction.createTime)} />},
              {key: 'by', label: said.by, value: transaction.actor},
              {key: 'position', label: said.position, value: transaction.position.toString()},
            ].filter((item) => item.value)}
          />
        </Card>
      </Columns>
    </Page>
  );
}

function Entries({transaction}: {transaction: Transaction}) {
  const said = useTexts(texts);
  return (
    <Card title={said.entries} flush>
      <table className={styles.table}>
        <thead>
          <tr><th scope="col">{said.account}</th><th scope="col" className={styles.amount}>{said.debit}</th><th scope="col" className={styles.amount}>{said.credit}</th></tr>
        </thead>
        <tbody>
          {transaction.entries.map((entry, at) => (
            <tr key={`${entry.account} ${at}`}>
              <th scope="row" title={entry.account}><AccountName name={entry.account} /></th>
              <td className={styles.amount}>{entry.amount && entry.amount.minorUnits > 0n && <Money amount={entry.amount} />}</td>
              <td className={styles.amount}>{entry.amount && entry.amount.minorUnits < 0n && <Money amount={{currencyCode: entry.amount.currencyCode, minorUnits: -entry.amount.minorUnits}} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}

/** By what it is called, for who may read that. */
function CustomerLink({name}: {name: string}) {
  const said = useTexts(texts);
  const {data} = useQuery(CustomerService.method.getCustomer, {name}, {enabled: usePermission('customers.read')});
  return <Link to={`/${name}`}>{data?.displayName ?? said.show}</Link>;
}

/** What the account is for; its id until that is known. */
function AccountName({name}: {name: string}) {
  const said = useTexts(accountTexts);
  const {data} = useQuery(TransactionService.method.getAccount, {name});
  return data ? said[AccountKind[data.kind] as keyof typeof AccountKind] : <>{name.slice(name.indexOf('/') + 1).slice(0, 12)}…</>;
}

function Allocations({transaction}: {transaction: Transaction}) {
  const said = useTexts(texts);
  const owed = kindName(transaction.kind) === 'CHARGE';
  if (!['CHARGE', 'PAYMENT', 'CREDIT'].includes(kindName(transaction.kind))) return null;
  const other = (allocation: Allocation) => (owed ? allocation.source : allocation.charge);
  return (
    <Card title={said.allocations} flush={transaction.allocations.length > 0}>
      {transaction.allocations.length === 0 ? (owed ? said.noneOwed : said.none) : (
        <table className={styles.table}>
          <thead>
            <tr><th scope="col">{owed ? said.settledBy : said.settles}</th><th scope="col">{said.date}</th><th scope="col" className={styles.amount}>{said.amount}</th></tr>
          </thead>
          <tbody>
            {transaction.allocations.map((allocation) => (
              <tr key={`${other(allocation)} ${allocation.position}`}>
                <th scope="row"><Link to={`/${other(allocation)}`}>{other(allocation).slice(other(allocation).indexOf('/') + 1).slice(0, 12)}…</Link>{allocation.undonePosition > 0n && <> <Badge tone="danger">{said.undone}</Badge></>}</th>
                <td><CalendarDate date={allocation.effectiveDate} /></td>
                <td className={styles.amount}>{allocation.amount && <Money amount={allocation.amount} />}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}

function Reverse({transaction}: {transaction: Transaction}) {
  const said = useTexts(texts);
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const [effectiveDate, setEffectiveDate] = useState('');
  const [requestId, setRequestId] = useState(newRequestId);
  const {mutateAsync, isPending, error, reset} = useMutation(TransactionService.method.reverseTransaction);
  const problem = error ? problemOf(error) : undefined;
  const errors = fieldErrors(problem);
  const begin = () => {
    setRequestId(newRequestId());
    reset();
    setOpen(true);
  };
  const reverse = () =>
    mutateAsync({transaction: transaction.name, effectiveDate, requestId}).then(
      () => {
        setOpen(false);
        toast({text: said.done, tone: 'positive'});
        void queries.invalidateQueries();
      },
      () => undefined,
    );
  return (
    <>
      <Button icon={<Undo2 size={16} aria-hidden="true" />} onClick={begin}>{said.reverse}</Button>
      <Dialog open={open} title={said.sure} onClose={() => setOpen(false)}>
        <p>{said.sureWhy}</p>
        <Form onSubmit={() => void reverse()} errors={errors}>
          {problem && Object.keys(errors).length === 0 && <Banner tone="danger" title={said.failed}>{problem.message}</Banner>}
          <TextField
            label={said.on}
            name="effective_date"
            type="date"
            hint={said.onHint}
            optional
            value={effectiveDate}
            onChange={(date) => {
              setEffectiveDate(date);
              setRequestId(newRequestId());
            }}
          />
          <FormActions>
            <Button type="submit" tone="danger" busy={isPending}>{said.reverse}</Button>
            <Button onClick={() => setOpen(false)}>{said.cancel}</Button>
          </FormActions>
        </Form>
      </Dialog>
    </>
  );
}
