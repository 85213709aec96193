import {useRef, useState} from 'react';
import {useMutation, useQuery} from '@connectrpc/connect-query';
import {PaymentService} from '@avid/api/avid/payment/v1/payment_service';
import type {PaymentMethod} from '@avid/api/avid/payment/v1/payment';
import {Badge, Banner, Button, Card, catalogue, Dialog, EmptyState, FormActions, LoadingState, toast, useTexts} from '@avid/kit';
import {newRequestId, problemOf, ProblemState, usePerson} from '@avid/platform';
import {cardWords, expiryWords} from './card-words';
import {NewCard, type NewCardHandle} from './new-card';
import styles from './portal.module.css';

const texts = catalogue({
  en: {
    title: 'Your cards', none: 'No card is saved', noneWhy: 'One that you save here, or pay with, can be used again without typing it.', expires: (month: string) => `Expires ${month}`, preferred: 'Used first', prefer: 'Use first', remove: 'Remove', removeThis: (card: string) => `Remove ${card}`,
    sure: (card: string) => `Remove ${card}?`, sureWhy: 'It can no longer be charged. You can save it again at any time.', keep: 'Keep it', add: 'Add a card', save: 'Save the card', saved: 'The card is saved.', removed: 'The card is removed.', failed: 'The card was not saved', cancel: 'Cancel',
  },
  de: {
    title: 'Ihre Karten', none: 'Keine Karte ist gespeichert', noneWhy: 'Eine, die Sie hier speichern oder mit der Sie bezahlen, kann ohne Eingabe wieder benutzt werden.', expires: (month: string) => `Gültig bis ${month}`, preferred: 'Wird zuerst benutzt', prefer: 'Zuerst benutzen', remove: 'Entfernen', removeThis: (card: string) => `${card} entfernen`,
    sure: (card: string) => `${card} entfernen?`, sureWhy: 'Sie kann dann nicht mehr belastet werden. Sie können sie jederzeit wieder speichern.', keep: 'Behalten', add: 'Karte hinzufügen', save: 'Karte speichern', saved: 'Die Karte ist gespeichert.', removed: 'Die Karte ist entfernt.', failed: 'Die Karte wurde nicht gespeichert', cancel: 'Abbrechen',
  },
});

const MOST = 50;

/** Saved cards. Automatic payment belongs below them; there is no such service yet. */
export default function CardsPage() {
  const said = useTexts(texts);
  const customer = usePerson().customer!;
  const {data, error, refetch} = useQuery(PaymentService.method.listPaymentMethods, {customer, pageSize: MOST});
  const prefer = useMutation(PaymentService.method.preferPaymentMethod);
  const detach = useMutation(PaymentService.method.detachPaymentMethod);
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<PaymentMethod>();
  const [requestId, setRequestId] = useState('');
  if (error) return <ProblemState failure={error} onRetry={() => void refetch()} />;
  if (!data) return <LoadingState />;
  const fail = (failure: unknown) => toast({text: problemOf(failure).message, tone: 'danger'});
  return (
    <>
      <Card title={said.title} flush={data.methods.length > 0} actions={!adding && <Button onClick={() => setAdding(true)}>{said.add}</Button>}>
        {data.methods.length === 0 ? <EmptyState title={said.none}>{said.noneWhy}</EmptyState> : (
          <ul className={styles.list}>
            {data.methods.map((method) => (
              <li key={method.name} className={`${styles.row} ${styles.wrap}`}>
                <span className={styles.words}>
                  <span className={styles.name}>{cardWords(method)}</span>
                  <span className={styles.note}>{said.expires(expiryWords(method))}</span>
                  {method.preferred && <span><Badge tone="positive">{said.preferred}</Badge></span>}
                </span>
                <span className={styles.actions}>
                  {!method.preferred && <Button tone="quiet" onClick={() => prefer.mutateAsync({name: method.name, requestId: newRequestId()}).then(() => refetch(), fail)}>{said.prefer}</Button>}
                  <Button
                    tone="quiet"
                    aria-label={said.removeThis(cardWords(method))}
                    onClick={() => {
                      setRemoving(method);
                      setRequestId(newRequestId());
                    }}
                  >
                    {said.remove}
                  </Button>
                </span>
              </li>
            ))}
          </ul>
        )}
      </Card>
      {adding && (
        <AddCard
          customer={customer}
          onEnd={(saved) => {
            setAdding(false);
            if (saved) toast({text: said.saved, tone: 'positive'});
            void refetch();
          }}
        />
      )}
      <Dialog open={removing !== undefined} title={removing ? said.sure(cardWords(removing)) : ''} onClose={() => setRemoving(undefined)}>
        <p>{said.sureWhy}</p>
        <FormActions>
          <Button
            tone="danger"
            busy={detach.isPending}
            onClick={() =>
              detach.mutateAsync({name: removing!.name, requestId}).then(() => {
                setRemoving(undefined);
                toast({text: said.removed, tone: 'positive'});
                void refetch();
              }, fail)
            }
          >
            {said.remove}
          </Button>
          <Button onClick={() => setRemoving(undefined)}>{said.keep}</Button>
        </FormActions>
      </Dialog>
    </>
  );
}

function AddCard({customer, onEnd}: {customer: string; onEnd(saved: boolean): void}) {
  const said = useTexts(texts);
  const card = useRef<NewCardHandle>(null);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  const save = () => {
    setBusy(true);
    setFault(undefined);
    card.current!.save().then(
      () => onEnd(true),
      (failure: unknown) => {
        setFault(problemOf(failure).message);
        setBusy(false);
      },
    );
  };
  return (
    <Card title={said.add}>
      <div className={styles.stack}>
        <NewCard ref={card} customer={customer} />
        {fault && <div role="alert"><Banner tone="danger" title={said.failed}>{fault}</Banner></div>}
        <FormActions>
          <Button tone="primary" busy={busy} onClick={save}>{said.save}</Button>
          <Button onClick={() => onEnd(false)}>{said.cancel}</Button>
        </FormActions>
      </div>
    </Card>
  );
}
