import {useEffect, useRef, useState} from 'react';
import {useMutation, useQuery} from '@connectrpc/connect-query';
import {skipToken} from '@tanstack/react-query';
import {CustomerService} from '@avid/api/avid/customer/v1/customer_service';
import type {Customer} from '@avid/api/avid/customer/v1/customer';
import {StatementService} from '@avid/api/avid/statement/v1/statement_service';
import {ProcessState} from '@avid/api/avid/process/v1/process';
import {Banner, Button, catalogue, Dialog, Form, FormActions, SearchField, SelectField, Spinner, useLocale, useTexts} from '@avid/kit';
import {fieldErrors, newRequestId, problemOf} from '@avid/platform';
import {download} from '@avid/platform/download';
import styles from './documents.module.css';

const texts = catalogue({
  en: {title: 'Issue a statement', customer: 'Customer', find: 'Name or number', nobody: 'Nobody of that name', change: 'Another customer', month: 'Month', issue: 'Issue', cancel: 'Cancel', failed: 'The statement was not issued', working: 'The statement is being made', done: 'The statement is filed', open: 'Open it', close: 'Close'},
  de: {title: 'Kontoauszug ausstellen', customer: 'Kunde', find: 'Name oder Nummer', nobody: 'Niemand mit diesem Namen', change: 'Anderer Kunde', month: 'Monat', issue: 'Ausstellen', cancel: 'Abbrechen', failed: 'Der Kontoauszug wurde nicht ausgestellt', working: 'Der Kontoauszug wird erstellt', done: 'Der Kontoauszug ist abgelegt', open: 'Öffnen', close: 'Schließen'},
});

const MONTHS_BACK = 24;
const MOST_FOUND = 8;
const POLL_MILLIS = 700;

/** One customer's statement of one month, as a process that is followed here. */
export function IssueStatement({onClose, onFiled}: {onClose(): void; onFiled(): void}) {
  const said = useTexts(texts);
  const {tag} = useLocale();
  const [customer, setCustomer] = useState<Customer>();
  const [month, setMonth] = useState(() => monthBefore(1));
  const [requestId, setRequestId] = useState(newRequestId);
  const issue = useMutation(StatementService.method.issueStatement);
  const name = issue.data?.name;
  const {data: process} = useQuery(StatementService.method.getProcess, name ? {name} : skipToken, {refetchInterval: ({state}) => (isOver(state.data?.state) ? false : POLL_MILLIS)});
  const filed = process?.state === ProcessState.SUCCEEDED ? process.references['document'] : undefined;
  const failed = process?.state === ProcessState.FAILED || process?.state === ProcessState.CANCELLED ? process.message : undefined;
  const problem = issue.error ? problemOf(issue.error) : undefined;
  const errors = fieldErrors(problem);
  const names = new Intl.DateTimeFormat(tag, {month: 'long', year: 'numeric', timeZone: 'UTC'});
  const begin = () => {
    if (!customer) return;
    const last = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).toISOString().slice(0, 10);
    issue.mutate({customer: customer.name, fromDate: `${month}-01`, toDate: last, requestId}, {onError: () => setRequestId(newRequestId())});
  };
  const end = () => {
    if (filed) onFiled();
    onClose();
  };
  return (
    <Dialog open holdsInput title={said.title} onClose={end}>
      {filed ? (
        <>
          <Banner tone="positive" title={said.done} actions={<Button onClick={() => void download(filed)}>{said.open}</Button>}>{customer?.displayName}, {names.format(new Date(`${month}-01T00:00:00Z`))}</Banner>
          <FormActions><Button tone="primary" onClick={end}>{said.close}</Button></FormActions>
        </>
      ) : (
        <Form onSubmit={begin} errors={errors}>
          {(failed !== undefined || (problem && Object.keys(errors).length === 0)) && <Banner tone="danger" title={said.failed}>{failed ?? problem?.message}</Banner>}
          {customer ? (
            <p><strong>{customer.displayName}</strong> <Button tone="quiet" onClick={() => setCustomer(undefined)}>{said.change}</Button></p>
          ) : (
            <ChooseCustomer onChoose={setCustomer} />
          )}
          <SelectField
            label={said.month}
            value={month}
            onChange={(next) => {
              setMonth(next);
              setRequestId(newRequestId());
            }}
            options={Array.from({length: MONTHS_BACK}, (_, back) => monthBefore(back)).map((each) => ({value: each, label: names.format(new Date(`${each}-01T00:00:00Z`))}))}
          />
          <FormActions>
            <Button type="submit" tone="primary" disabled={!customer} busy={issue.isPending || (name !== undefined && failed === undefined)}>{said.issue}</Button>
            <Button onClick={end}>{said.cancel}</Button>
            {name !== undefined && failed === undefined && <Spinner label={said.working} />}
          </FormActions>
        </Form>
      )}
    </Dialog>
  );
}

function ChooseCustomer({onChoose}: {onChoose(customer: Customer): void}) {
  const said = useTexts(texts);
  const [query, setQuery] = useState('');
  const {data} = useQuery(CustomerService.method.listCustomers, {query: query.trim(), pageSize: MOST_FOUND}, {placeholderData: (before) => before});
  const first = data?.customers[0];
  const place = useRef<HTMLDivElement>(null);
  // The dialog takes the focus when it opens, which is after this is shown.
  useEffect(() => {
    const frame = requestAnimationFrame(() => place.current?.querySelector('input')?.focus());
    return () => cancelAnimationFrame(frame);
  }, []);
  return (
    <div ref={place}>
      <SearchField
        label={said.customer}
        labelHidden={false}
        placeholder={said.find}
        value={query}
        onChange={setQuery}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !first || query.trim() === '') return;
          event.preventDefault();
          onChoose(first);
        }}
      />
      <ul className={styles.found} aria-label={said.customer}>
        {data?.customers.map((customer) => (
          <li key={customer.name}>
            <button type="button" onClick={() => onChoose(customer)}>{customer.displayName} <small>{customer.externalIds.map((id) => id.value).join(', ')}</small></button>
          </li>
        ))}
        {data?.customers.length === 0 && <li>{said.nobody}</li>}
      </ul>
    </div>
  );
}

/** "2026-06": the month that was so many months ago. */
function monthBefore(back: number): string {
  const now = new Date();
  return new Date(Date.UTC(now.getFullYear(), now.getMonth() - back, 1)).toISOString().slice(0, 7);
}

function isOver(state: ProcessState | undefined): boolean {
  return state === ProcessState.SUCCEEDED || state === ProcessState.FAILED || state === ProcessState.CANCELLED;
}
