import {useDeferredValue, useMemo, useRef, useState} from 'react';
import {Bookmark, Download, FileUp, Plus} from 'lucide-react';
import {CustomerService, type ListCustomersResponse} from '@avid/api/avid/customer/v1/customer_service';
import {CustomerKind, type Customer} from '@avid/api/avid/customer/v1/customer';
import {Button, calendarDate, catalogue, Dialog, FilterBar, Form, FormActions, Menu, Page, PageHeader, SearchField, SelectField, TextField, toast, useTexts} from '@avid/kit';
import {ColumnsMenu, useColumnChoice, type Column} from '@avid/kit/table';
import {clientOf, problemOf, useNavigate, usePermission, usePerson, useRows, useSearchParams} from '@avid/platform';
import {RowsTable} from '@avid/platform/rows-table';
import {useTypedText} from '@avid/platform/typed-text';
import {csvText, saveFile} from '@avid/platform/csv';
import {nameOf, pathOf} from './customer-path';
import {useCustomerViews} from './customer-views';
import {NewCustomer} from './new-customer';
import {DEBTS, type Debt} from './owing-customers';
import {OwingTable} from './owing-table';

const texts = catalogue({
  en: {
    title: 'Customers', search: 'Find customers', hint: 'Name, number, e-mail…', name: 'Name', number: 'Number', email: 'E-mail', phone: 'Telephone', place: 'Place', country: 'Country', kind: 'Kind', tags: 'Tags',
    organisation: 'Organisation', person: 'Person', none: 'No customers yet', noneWhy: 'They appear here when they are imported or created.',
    noMatch: 'No customer matches', noMatchWhy: 'Try part of a name, a number or an e-mail address.', rows: (count: string, more: boolean) => `${count}${more ? ' loaded, more below' : ' customers'}`,
    debt: 'Who owes', all: 'All customers', owing: 'Who owes', late: 'Late', late30: 'Over 30 days late', late60: 'Over 60 days late', late90: 'Over 90 days late',
    views: 'Saved views', saveView: 'Save this view…', removeView: (name: string) => `Delete “${name}”`, viewName: 'Name of the view', save: 'Save', cancel: 'Cancel', saved: (name: string) => `“${name}” is saved in this browser.`,
    exported: 'Export', exportAll: 'All that match, as CSV', exportSelected: (count: number) => `The ${count} selected, as CSV`, exporting: 'Collecting customers…', done: (count: number) => `${count} customers exported.`,
    create: 'New customer', bringIn: 'Import',
  },
  de: {
    title: 'Kunden', search: 'Kunden finden', hint: 'Name, Nummer, E-Mail…', name: 'Name', number: 'Nummer', email: 'E-Mail', phone: 'Telefon', place: 'Ort', country: 'Land', kind: 'Art', tags: 'Schlagwörter',
    organisation: 'Organisation', person: 'Person', none: 'Noch keine Kunden', noneWhy: 'Sie stehen hier, sobald sie importiert oder angelegt sind.',
    noMatch: 'Kein Kunde passt', noMatchWhy: 'Versuchen Sie einen Teil des Namens, eine Nummer oder eine E-Mail-Adresse.', rows: (count: string, more: boolean) => `${count}${more ? ' geladen, weitere folgen' : ' Kunden'}`,
    debt: 'Wer schuldet', all: 'Alle Kunden', owing: 'Wer etwas schuldet', late: 'In Verzug', late30: 'Über 30 Tage in Verzug', late60: 'Über 60 Tage in Verzug', late90: 'Über 90 Tage in Verzug',
    views: 'Gespeicherte Ansichten', saveView: 'Diese Ansicht speichern…', removeView: (name: string) => `„${name}“ löschen`, viewName: 'Name der Ansicht', save: 'Speichern', cancel: 'Abbrechen', saved: (name: string) => `„${name}“ ist in diesem Browser gespeichert.`,
    exported: 'Exportieren', exportAll: 'Alle passenden als CSV', exportSelected: (count: number) => `Die ${count} ausgewählten als CSV`, exporting: 'Kunden werden gesammelt…', done: (count: number) => `${count} Kunden exportiert.`,
    create: 'Neuer Kunde', bringIn: 'Importieren',
  },
});

const PAGE_ROWS = 200;
const EXPORT_PAGE_ROWS = 1000;
const customersOf = (response: ListCustomersResponse) => response.customers;

export default function CustomersPage() {
  const said = useTexts(texts);
  const navigate = useNavigate();
  const {actor} = usePerson();
  const mayWrite = usePermission('customers.write');
  const mayImport = usePermission('imports.write');
  const maySeeDebts = usePermission('overview.read');
  // In the address, so that what is found can be shared and the way back finds it.
  const [address, setAddress] = useSearchParams();
  const debt = maySeeDebts ? DEBTS.find((each) => each === address.get('debt')) : undefined;
  const look = (change: {q?: string; debt?: string}) => {
    const next = {q: address.get('q') ?? '', debt: debt ?? '', ...change};
    setAddress(Object.fromEntries(Object.entries(next).filter(([, value]) => value)), {replace: true});
    setSelection(new Set());
  };
  const [query, type] = useTypedText(address.get('q') ?? '', (text) => look({q: text}));
  const wanted = useDeferredValue(query);
  const rows = useRows(CustomerService.method.listCustomers, {query: wanted, pageSize: PAGE_ROWS}, customersOf);
  const [selection, setSelection] = useState<ReadonlySet<string>>(new Set());
  const [creating, setCreating] = useState(false);
  const [naming, setNaming] = useState(false);
  const {views, save, remove} = useCustomerViews(actor);
  const kindOf = (customer: Customer) => (customer.kind === CustomerKind.PERSON ? said.person : said.organisation);
  const columns = useMemo<(Column<Customer> & {text(customer: Customer): string})[]>(() => {
    const column = (key: string, header: string, width: string, text: (customer: Customer) => string, more: Partial<Column<Customer>> = {}) => ({key, header, width, text, render: text, ...more});
    return [
      column('name', said.name, 'minmax(160px, 2fr)', (customer) => customer.displayName, {fixed: true}),
      column('number', said.number, 'minmax(96px, 1fr)', nameOf),
      column('email', said.email, 'minmax(200px, 2fr)', (customer) => customer.email, {fromWidthPx: 800}),
      column('phone', said.phone, 'minmax(120px, 1fr)', (customer) => customer.phone, {fromWidthPx: 640, hiddenAtFirst: true}),
      column('place', said.place, 'minmax(140px, 1fr)', (customer) => [customer.address?.postalCode, customer.address?.locality].filter(Boolean).join(' '), {fromWidthPx: 640}),
      column('country', said.country, '96px', (customer) => customer.address?.regionCode ?? '', {fromWidthPx: 560, hiddenAtFirst: true}),
      column('tags', said.tags, 'minmax(120px, 1fr)', (customer) => customer.tags.join(', '), {fromWidthPx: 800, hiddenAtFirst: true}),
      column('kind', said.kind, '120px', kindOf, {fromWidthPx: 960}),
    ];
  }, [said]);
  const choice = useColumnChoice('avid.customers.columns', columns);

  const exportAsFile = (customers: readonly Customer[]) => {
    const shown = choice.shown as typeof columns;
    saveFile(`customers-${calendarDate(new Date())}.csv`, csvText(shown.map((column) => column.header), customers.map((customer) => shown.map((column) => column.text(customer)))));
    toast({text: said.done(customers.length), tone: 'positive'});
  };
  const exporting = useRef(false);
  const exportAll = async () => {
    if (exporting.current) return;
    exporting.current = true;
    const silence = toast({text: said.exporting, durationMillis: 600_000});
    try {
      const all: Customer[] = [];
      let pageToken = '';
      do {
        const page = await clientOf(CustomerService).listCustomers({query, pageSize: EXPORT_PAGE_ROWS, pageToken});
        all.push(...page.customers);
        pageToken = page.nextPageToken;
      } while (pageToken);
      exportAsFile(all);
    } catch (failure) {
      toast({text: problemOf(failure).message, tone: 'danger'});
    } finally {
      silence();
      exporting.current = false;
    }
  };
  const exportSelected = () => exportAsFile(Array.from({length: rows.count}, (_, index) => rows.rowAt(index)).filter((customer): customer is Customer => customer !== undefined && selection.has(customer.name)));

  return (
    <Page fill>
      <PageHeader
        title={said.title}
        actions={
          <>
            {mayImport && <Button icon={<FileUp size={16} aria-hidden="true" />} onClick={() => void navigate('/customers/import')}>{said.bringIn}</Button>}
            {mayWrite && <Button tone="primary" icon={<Plus size={16} aria-hidden="true" />} onClick={() => setCreating(true)}>{said.create}</Button>}
          </>
        }
      />
      <FilterBar
        label={said.search}
        end={
          <>
            <Menu
              label={said.views}
              icon={<Bookmark size={16} aria-hidden="true" />}
              groups={[
                {key: 'views', items: views.map((view) => ({key: view.name, label: view.name, onSelect: () => look({q: view.query, debt: view.debt})}))},
                {key: 'save', items: [{key: 'save', label: said.saveView, onSelect: () => setNaming(true)}]},
                {key: 'remove', items: views.map((view) => ({key: view.name, label: said.removeView(view.name), danger: true, onSelect: () => remove(view.name)}))},
              ].filter((group) => group.items.length > 0)}
            />
            {!debt && <ColumnsMenu columns={columns} hidden={choice.hidden} onToggle={choice.toggle} />}
            {!debt && (
              <Menu
                label={said.exported}
                icon={<Download size={16} aria-hidden="true" />}
                groups={[{key: 'export', items: [
                  ...(selection.size > 0 ? [{key: 'selected', label: said.exportSelected(selection.size), onSelect: exportSelected}] : []),
                  {key: 'all', label: said.exportAll, onSelect: () => void exportAll()},
                ]}]}
              />
            )}
          </>
        }
      >
        <SearchField label={said.search} placeholder={said.hint} shortcut="/" value={query} onChange={type} />
        {maySeeDebts && (
          <SelectField
            label={said.debt}
            labelHidden
            value={debt ?? ''}
            onChange={(next) => look({debt: next})}
            options={[{value: '', label: said.all}, ...DEBTS.map((value: Debt) => ({value, label: said[value]}))]}
          />
        )}
      </FilterBar>
      {debt ? (
        <OwingTable debt={debt} query={wanted} label={said[debt]} />
      ) : (
        <RowsTable
          rows={rows}
          label={said.title}
          columns={choice.shown}
          rowKey={(customer) => customer.name}
          selection={selection}
          onSelect={setSelection}
          onOpen={(customer) => void navigate(pathOf(customer.name))}
          rowHref={(customer) => pathOf(customer.name)}
          foot={said.rows}
          none={query ? said.noMatch : said.none}
          noneWhy={query ? said.noMatchWhy : said.noneWhy}
        />
      )}
      {creating && <NewCustomer onClose={() => setCreating(false)} />}
      {naming && (
        <NameView
          onClose={() => setNaming(false)}
          onName={(name) => {
            save({name, query, debt: debt ?? ''});
            setNaming(false);
            toast({text: said.saved(name), tone: 'positive'});
          }}
        />
      )}
    </Page>
  );
}

function NameView({onClose, onName}: {onClose(): void; onName(name: string): void}) {
  const said = useTexts(texts);
  const [name, setName] = useState('');
  return (
    <Dialog open onClose={onClose} title={said.saveView} holdsInput>
      <Form onSubmit={() => name.trim() && onName(name.trim())}>
        <TextField label={said.viewName} value={name} onChange={setName} autoFocus maxLength={60} />
        <FormActions>
          <Button onClick={onClose}>{said.cancel}</Button>
          <Button tone="primary" type="submit" disabled={!name.trim()}>{said.save}</Button>
        </FormActions>
      </Form>
    </Dialog>
  );
}
