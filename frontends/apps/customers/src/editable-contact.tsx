import {useState} from 'react';
import {useMutation} from '@connectrpc/connect-query';
import {Pencil, Plus} from 'lucide-react';
import {CustomerService} from '@avid/api/avid/customer/v1/customer_service';
import {CustomerKind, type Customer} from '@avid/api/avid/customer/v1/customer';
import {Button, Card, catalogue, Details, EmptyState, FieldRow, Form, FormActions, SelectField, TextArea, TextField, toast, useTexts} from '@avid/kit';
import {fieldErrors, newRequestId, problemOf, usePermission} from '@avid/platform';

const texts = catalogue({
  en: {
    title: 'Contact', edit: 'Edit', add: 'Add a contact', none: 'No contact yet', noneWhy: 'An e-mail address, a telephone number or a postal address.',
    name: 'Name', kind: 'Kind', organisation: 'Organisation', person: 'Person', email: 'E-mail', phone: 'Telephone', address: 'Address', lines: 'Street, one line each', postalCode: 'Postal code', locality: 'Town', region: 'Country',
    tags: 'Tags', tagsHow: 'Words with commas between them.', save: 'Save', cancel: 'Cancel', saved: 'Saved.', undo: 'Taken back.',
    stale: 'Somebody changed this customer meanwhile. What you see beside it is current; save again to put yours in place.',
  },
  de: {
    title: 'Kontakt', edit: 'Bearbeiten', add: 'Kontakt hinzufügen', none: 'Noch kein Kontakt', noneWhy: 'Eine E-Mail-Adresse, eine Telefonnummer oder eine Anschrift.',
    name: 'Name', kind: 'Art', organisation: 'Organisation', person: 'Person', email: 'E-Mail', phone: 'Telefon', address: 'Anschrift', lines: 'Straße, Zeile für Zeile', postalCode: 'Postleitzahl', locality: 'Ort', region: 'Land',
    tags: 'Schlagwörter', tagsHow: 'Wörter mit Kommas dazwischen.', save: 'Speichern', cancel: 'Abbrechen', saved: 'Gespeichert.', undo: 'Zurückgenommen.',
    stale: 'Jemand hat diesen Kunden inzwischen geändert. Was daneben steht, ist aktuell; speichern Sie noch einmal, damit Ihres gilt.',
  },
});

/** What can be changed here. */
const MASK = ['display_name', 'kind', 'email', 'phone', 'address', 'tags'];

interface Draft {
  displayName: string;
  kind: CustomerKind;
  email: string;
  phone: string;
  lines: string;
  postalCode: string;
  locality: string;
  regionCode: string;
  tags: string;
}

function draftOf({displayName, kind, email, phone, address, tags}: Customer): Draft {
  return {
    displayName, kind, email, phone, tags: tags.join(', '), lines: (address?.lines ?? []).join('\n'),
    postalCode: address?.postalCode ?? '', locality: address?.locality ?? '', regionCode: address?.regionCode ?? '',
  };
}

const pieces = (text: string, separator: RegExp) => text.split(separator).map((piece) => piece.trim()).filter(Boolean);

/** Who to write to and call, to be changed in its place. */
export function EditableContact({customer, onSaved}: {customer: Customer; onSaved(customer: Customer): void}) {
  const said = useTexts(texts);
  const mayWrite = usePermission('customers.write');
  const [editing, setEditing] = useState(false);
  const {address, email, phone, tags} = customer;
  const items = [
    {key: 'email', label: said.email, value: email && <a href={`mailto:${email}`}>{email}</a>},
    {key: 'phone', label: said.phone, value: phone && <a href={`tel:${phone.replaceAll(' ', '')}`}>{phone}</a>},
    {key: 'address', label: said.address, value: [...(address?.lines ?? []), [address?.postalCode, address?.locality].filter(Boolean).join(' '), address?.regionCode].filter(Boolean).join(', ')},
    {key: 'tags', label: said.tags, value: tags.join(', ')},
  ].filter((item) => item.value);
  const begin = (label: string, icon: React.ReactNode) => mayWrite && <Button tone="quiet" icon={icon} onClick={() => setEditing(true)}>{label}</Button>;
  return (
    <Card title={said.title} actions={!editing && items.length > 0 && begin(said.edit, <Pencil size={16} aria-hidden="true" />)}>
      {editing ? <ContactForm customer={customer} onSaved={onSaved} onClose={() => setEditing(false)} />
        : items.length > 0 ? <Details items={items} />
        : <EmptyState title={said.none} actions={begin(said.add, <Plus size={16} aria-hidden="true" />)}>{said.noneWhy}</EmptyState>}
    </Card>
  );
}

function ContactForm({customer, onSaved, onClose}: {customer: Customer; onSaved(customer: Customer): void; onClose(): void}) {
  const said = useTexts(texts);
  const [draft, setDraft] = useState(() => draftOf(customer));
  // As it was when the form was opened: what another person changes meanwhile is noticed.
  const [etag, setEtag] = useState(customer.etag);
  const [requestId, setRequestId] = useState(newRequestId);
  const [before] = useState(customer);
  const {mutateAsync} = useMutation(CustomerService.method.updateCustomer);
  const {mutate, isPending, error} = useMutation(CustomerService.method.updateCustomer, {
    onSuccess: (now) => {
      onSaved(now);
      onClose();
      toast({
        text: said.saved,
        tone: 'positive',
        onUndo: () => {
          mutateAsync({customer: {...before, etag: now.etag}, updateMask: {paths: MASK}, requestId: newRequestId()})
            .then((back) => {
              onSaved(back);
              toast({text: said.undo});
            })
            .catch((failure: unknown) => toast({text: problemOf(failure).message, tone: 'danger'}));
        },
      });
    },
    onError: (failure) => {
      const {reason, retryable} = problemOf(failure);
      if (reason === 'ETAG_STALE') setEtag(customer.etag);
      if (reason === 'ETAG_STALE' || !retryable) setRequestId(newRequestId());
    },
  });
  const set = (field: keyof Draft) => (value: string) => setDraft((now) => ({...now, [field]: value}));
  const problem = error ? problemOf(error) : undefined;
  const errors = !problem ? undefined
    : problem.reason === 'ETAG_STALE' ? {'': said.stale}
    : Object.keys(problem.fields).length > 0 ? fieldErrors(problem, 'customer')
    : {'': problem.message};
  const save = () => {
    if (isPending) return;
    const {displayName, kind, email, phone, lines, postalCode, locality, regionCode, tags} = draft;
    mutate({
      customer: {name: customer.name, etag, displayName, kind, email: email.trim(), phone: phone.trim(), tags: pieces(tags, /,/), address: {lines: pieces(lines, /\n/), postalCode, locality, regionCode}},
      updateMask: {paths: MASK},
      requestId,
    });
  };
  return (
    <Form onSubmit={save} errors={errors}>
      <TextField label={said.email} name="email" type="email" value={draft.email} onChange={set('email')} autoFocus />
      <TextField label={said.phone} name="phone" type="tel" value={draft.phone} onChange={set('phone')} />
      <TextArea label={said.lines} name="address.lines" rows={2} value={draft.lines} onChange={set('lines')} />
      <FieldRow>
        <TextField label={said.postalCode} name="address.postal_code" value={draft.postalCode} onChange={set('postalCode')} />
        <TextField label={said.locality} name="address.locality" value={draft.locality} onChange={set('locality')} />
      </FieldRow>
      <TextField label={said.region} name="address.region_code" value={draft.regionCode} onChange={set('regionCode')} />
      <TextField label={said.name} name="display_name" value={draft.displayName} onChange={set('displayName')} />
      <SelectField
        label={said.kind}
        name="kind"
        value={String(draft.kind === CustomerKind.PERSON ? CustomerKind.PERSON : CustomerKind.ORGANISATION)}
        onChange={(kind) => setDraft((now) => ({...now, kind: Number(kind)}))}
        options={[{value: String(CustomerKind.ORGANISATION), label: said.organisation}, {value: String(CustomerKind.PERSON), label: said.person}]}
      />
      <TextField label={said.tags} name="tags" hint={said.tagsHow} value={draft.tags} onChange={set('tags')} />
      <FormActions>
        <Button onClick={onClose}>{said.cancel}</Button>
        <Button tone="primary" type="submit" busy={isPending}>{said.save}</Button>
      </FormActions>
    </Form>
  );
}
