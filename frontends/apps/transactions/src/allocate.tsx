import {useState, type DragEvent} from 'react';
import {useMutation, useQuery} from '@connectrpc/connect-query';
import {useQueryClient} from '@tanstack/react-query';
import {GripVertical} from 'lucide-react';
import {TransactionService} from '@avid/api/avid/transaction/v1/transaction_service';
import type {OpenItem, Transaction} from '@avid/api/avid/transaction/v1/transaction';
import {Banner, Button, CalendarDate, Card, catalogue, Dialog, Form, FormActions, LoadingState, Money, MoneyField, toast, useTexts} from '@avid/kit';
import {fieldErrors, newRequestId, problemOf, ProblemState} from '@avid/platform';
import {kindName} from './kinds';
import styles from './transaction.module.css';

const texts = catalogue({
  en: {
    title: 'Allocate what is left', left: 'Left', how: 'Drag it onto an open item, or choose one.', items: 'Open items', number: 'Number', due: 'Due', open: 'Open', none: 'The customer has no open items in this currency.', some: (count: number) => `The ${count} longest overdue are shown.`,
    choose: 'Allocate', chooseThis: (number: string) => `Allocate to ${number}`, to: (number: string) => `Settle ${number}`, why: 'What is allocated stays so until the payment is reversed.', amount: 'Amount', failed: 'It was not allocated', done: 'It is allocated.', cancel: 'Cancel',
  },
  de: {
    title: 'Den Rest zuordnen', left: 'Übrig', how: 'Ziehen Sie ihn auf einen offenen Posten, oder wählen Sie einen.', items: 'Offene Posten', number: 'Nummer', due: 'Fällig', open: 'Offen', none: 'Der Kunde hat keine offenen Posten in dieser Währung.', some: (count: number) => `Die ${count} am längsten überfälligen stehen hier.`,
    choose: 'Zuordnen', chooseThis: (number: string) => `${number} zuordnen`, to: (number: string) => `${number} begleichen`, why: 'Was zugeordnet ist, bleibt es, bis die Zahlung storniert wird.', amount: 'Betrag', failed: 'Sie wurde nicht zugeordnet', done: 'Sie ist zugeordnet.', cancel: 'Abbrechen',
  },
});

const MOST_ITEMS = 50;
/** What is dragged is this page's own: nothing of it leaves the page. */
const DRAGGED = 'application/x-avid-left';

const numberOf = (item: OpenItem) => item.invoiceNumber || item.externalId || item.charge;

/** What a payment or credit has left, onto the open items of its customer: by drag, or by the button of each. */
export function Allocate({source}: {source: Transaction}) {
  const left = source.remaining?.minorUnits ?? 0n;
  const settles = ['PAYMENT', 'CREDIT'].includes(kindName(source.kind)) && source.reversedBy === '' && left > 0n;
  return settles ? <OpenItems source={source} left={left} currencyCode={source.remaining!.currencyCode} /> : null;
}

interface Left {
  source: Transaction;
  left: bigint;
  currencyCode: string;
}

function OpenItems({source, left, currencyCode}: Left) {
  const said = useTexts(texts);
  const {data, error, refetch} = useQuery(TransactionService.method.listOpenItems, {customer: source.customer, currencyCode, pageSize: MOST_ITEMS, allowMissing: true});
  const [chosen, setChosen] = useState<OpenItem>();
  const [over, setOver] = useState('');
  const dragOver = (charge: string) => (event: DragEvent) => {
    if (!event.dataTransfer.types.includes(DRAGGED)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'link';
    setOver(charge);
  };
  const drop = (item: OpenItem) => (event: DragEvent) => {
    if (!event.dataTransfer.types.includes(DRAGGED)) return;
    event.preventDefault();
    setOver('');
    setChosen(item);
  };
  return (
    <Card
      title={said.title}
      flush={Boolean(data?.openItems.length)}
      actions={
        <span
          className={styles.left}
          draggable
          onDragStart={(event) => {
            event.dataTransfer.setData(DRAGGED, source.name);
            event.dataTransfer.effectAllowed = 'link';
          }}
          onDragEnd={() => setOver('')}
        >
          <GripVertical size={16} aria-hidden="true" /> {said.left} <strong><Money amount={{currencyCode, minorUnits: left}} /></strong>
        </span>
      }
    >
      {error ? <ProblemState failure={error} onRetry={() => void refetch()} /> : !data ? <LoadingState lines={3} /> : data.openItems.length === 0 ? said.none : (
        <>
          <p className={styles.how}>{said.how} {data.nextPageToken !== '' && said.some(MOST_ITEMS)}</p>
          <table className={styles.table} aria-label={said.items}>
            <thead>
              <tr><th scope="col">{said.number}</th><th scope="col">{said.due}</th><th scope="col" className={styles.amount}>{said.open}</th><th /></tr>
            </thead>
            <tbody>
              {data.openItems.map((item) => (
                <tr key={item.charge} data-over={over === item.charge || undefined} onDragOver={dragOver(item.charge)} onDragLeave={() => setOver('')} onDrop={drop(item)}>
                  <th scope="row">{numberOf(item)}</th>
                  <td><CalendarDate date={item.dueDate} /></td>
                  <td className={styles.amount}>{item.remaining && <Money amount={item.remaining} />}</td>
                  <td className={styles.amount}><Button label={said.chooseThis(numberOf(item))} onClick={() => setChosen(item)}>{said.choose}</Button></td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
      {chosen && <Settle key={chosen.charge} source={source} left={left} currencyCode={currencyCode} item={chosen} onClose={() => setChosen(undefined)} />}
    </Card>
  );
}

/** How much of it; as much as there is on both sides, unless the person says less. */
function Settle({source, left, currencyCode, item, onClose}: Left & {item: OpenItem; onClose(): void}) {
  const said = useTexts(texts);
  const queries = useQueryClient();
  const open = item.remaining?.minorUnits ?? 0n;
  const [amountMinor, setAmount] = useState<bigint | undefined>(open < left ? open : left);
  const [requestId, setRequestId] = useState(newRequestId);
  const {mutateAsync, isPending, error} = useMutation(TransactionService.method.allocateTransaction);
  const problem = error ? problemOf(error) : undefined;
  const errors = fieldErrors(problem, 'allocations[0]');
  const allocate = () => {
    if (amountMinor === undefined) return;
    mutateAsync({source: source.name, allocations: [{chargeReference: {case: 'charge', value: item.charge}, amountMinor}], requestId}).then(
      () => {
        onClose();
        toast({text: said.done, tone: 'positive'});
        void queries.invalidateQueries();
      },
      () => undefined,
    );
  };
  return (
    <Dialog open title={said.to(numberOf(item))} onClose={onClose} holdsInput>
      <p>{said.why}</p>
      <Form onSubmit={allocate} errors={errors}>
        {problem && Object.keys(errors).length === 0 && <Banner tone="danger" title={said.failed}>{problem.message}</Banner>}
        <MoneyField
          label={said.amount}
          name="amount_minor"
          currencyCode={currencyCode}
          value={amountMinor}
          onChange={(amount) => {
            setAmount(amount);
            // Another amount is another request.
            setRequestId(newRequestId());
          }}
          autoFocus
        />
        <FormActions>
          <Button onClick={onClose}>{said.cancel}</Button>
          <Button type="submit" tone="primary" busy={isPending} disabled={amountMinor === undefined}>{said.choose}</Button>
        </FormActions>
      </Form>
    </Dialog>
  );
}
