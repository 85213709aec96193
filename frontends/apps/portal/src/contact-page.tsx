import {useState} from 'react';
import {useMutation, useQuery} from '@connectrpc/connect-query';
import {CustomerService} from '@avid/api/avid/customer/v1/customer_service';
import type {Customer} from '@avid/api/avid/customer/v1/customer';
import {Banner, Button, Card, catalogue, FieldRow, Form, FormActions, LoadingState, TextArea, TextField, toast, useTexts} from '@avid/kit';
import {fieldErrors, newRequestId, problemOf, ProblemState, usePerson} from '@avid/platform';

const texts = catalogue({
  en: {title: 'How you are reached', email: 'E-mail', phone: 'Telephone', lines: 'Street and number', postal: 'Postal code', town: 'Town', country: 'Country', save: 'Save', saved: 'Saved.', failed: 'This was not saved', stale: 'Somebody changed this meanwhile', reload: 'Load it anew'},
  de: {title: 'Wie Sie zu erreichen sind', email: 'E-Mail', phone: 'Telefon', lines: 'Straße und Hausnummer', postal: 'Postleitzahl', town: 'Ort', country: 'Land', save: 'Speichern', saved: 'Gespeichert.', failed: 'Das wurde nicht gespeichert', stale: 'Jemand hat dies inzwischen geändert', reload: 'Neu laden'},
});

export default function ContactPage() {
  const customer = usePerson().customer!;
  const {data, error, refetch} = useQuery(CustomerService.method.getCustomer, {name: customer});
  if (error) return <ProblemState failure={error} onRetry={() => void refetch()} />;
  return data ? <Contact customer={data} onAnew={refetch} /> : <LoadingState />;
}

/** What the person types stays while the page asks the server anew; the etag tells whether somebody else changed it. */
function Contact({customer, onAnew}: {customer: Customer; onAnew(): Promise<{data?: Customer | undefined}>}) {
  const said = useTexts(texts);
  const [draft, setDraft] = useState(() => draftOf(customer));
  const {mutateAsync, isPending, error} = useMutation(CustomerService.method.updateCustomer);
  const problem = error ? problemOf(error) : undefined;
  const [requestId, setRequestId] = useState(newRequestId);
  const set = (part: Partial<Draft>) => {
    setDraft((before) => ({...before, ...part}));
    setRequestId(newRequestId());
  };
  const take = (read: Customer) => {
    setDraft(draftOf(read));
    setRequestId(newRequestId());
  };
  const save = () => {
    const {email, phone, lines, postalCode, locality, regionCode, etag} = draft;
    mutateAsync({
      customer: {name: customer.name, etag, email: email.trim(), phone: phone.trim(), address: {lines: lines.split('\n').map((line) => line.trim()).filter(Boolean), postalCode, locality, regionCode}},
      updateMask: {paths: ['email', 'phone', 'address']},
      requestId,
    }).then(
      (saved) => {
        take(saved);
        toast({text: said.saved, tone: 'positive'});
      },
      () => undefined,
    );
  };
  const errors = fieldErrors(problem, 'customer');
  const stale = problem?.reason === 'ETAG_STALE';
  return (
    <Card title={said.title}>
      <Form onSubmit={save} errors={errors}>
        {problem && Object.keys(errors).length === 0 && (
          <Banner tone="danger" title={stale ? said.stale : said.failed} actions={stale && <Button onClick={() => void onAnew().then(({data}) => data && take(data))}>{said.reload}</Button>}>
            {!stale && problem.message}
          </Banner>
        )}
        <TextField label={said.email} name="email" type="email" autoComplete="email" value={draft.email} onChange={(email) => set({email})} />
        <TextField label={said.phone} name="phone" type="tel" autoComplete="tel" value={draft.phone} onChange={(phone) => set({phone})} />
        <TextArea label={said.lines} name="address.lines" autoComplete="street-address" rows={2} value={draft.lines} onChange={(lines) => set({lines})} />
        <FieldRow>
          <TextField label={said.postal} name="address.postal_code" autoComplete="postal-code" value={draft.postalCode} onChange={(postalCode) => set({postalCode})} />
          <TextField label={said.town} name="address.locality" autoComplete="address-level2" value={draft.locality} onChange={(locality) => set({locality})} />
        </FieldRow>
        <TextField label={said.country} name="address.region_code" autoComplete="country" value={draft.regionCode} onChange={(regionCode) => set({regionCode})} />
        <FormActions>
          <Button type="submit" tone="primary" busy={isPending}>{said.save}</Button>
        </FormActions>
      </Form>
    </Card>
  );
}

interface Draft {
  email: string;
  phone: string;
  lines: string;
  postalCode: string;
  locality: string;
  regionCode: string;
  etag: string;
}

function draftOf({email, phone, address, etag}: Customer): Draft {
  return {email, phone, lines: (address?.lines ?? []).join('\n'), postalCode: address?.postalCode ?? '', locality: address?.locality ?? '', regionCode: address?.regionCode ?? '', etag};
}
