import {useEffect, useState} from 'react';
import {useQuery} from '@connectrpc/connect-query';
import {Plus, Trash2} from 'lucide-react';
import {BillingService} from '@avid/api/avid/billing/v1/billing_service';
import {OverviewService} from '@avid/api/avid/overview/v1/overview_service';
import {ProcessState} from '@avid/api/avid/process/v1/process';
import {Button, Card, catalogue, FieldRow, Form, FormActions, Money, MoneyField, Page, PageHeader, SelectField, TextArea, TextField, useLocale, useTexts} from '@avid/kit';
import {DateField} from '@avid/kit/date-field';
import {clientOf, ProblemState, useNavigate, useSearchParams} from '@avid/platform';
import {ProcessCard} from '@avid/platform/process-steps';
import {CustomerPicker} from './customer-picker';
import {useFollowedProcess} from './follow-process';
import {netOf, plainDecimal, totalsOf, type LineDraft} from './invoice-amounts';
import {useOnce} from './once';
import styles from './payments.module.css';

const texts = catalogue({
  en: {
    title: 'Raise an invoice', back: 'Invoices', customer: 'Customer', lines: 'What is billed', description: 'Description', quantity: 'Quantity', price: 'Price of one', tax: 'Tax in %', net: 'Net', add: 'Add a line', remove: (line: number) => `Remove line ${line}`,
    terms: 'Terms', currency: 'Currency', days: 'Days to pay', issueDate: 'Day of issue', issueHint: 'Today where it is empty.', memo: 'A text for the customer', raise: 'Raise it', cancel: 'Cancel',
    netSum: 'Net', taxOf: (percent: string) => `Tax ${percent} %`, total: 'Total', untaxed: 'untaxed where empty', needCustomer: 'Choose who is billed.', whole: 'Enter a whole number of days.',
  },
  de: {
    title: 'Rechnung stellen', back: 'Rechnungen', customer: 'Kunde', lines: 'Was berechnet wird', description: 'Bezeichnung', quantity: 'Menge', price: 'Einzelpreis', tax: 'Steuer in %', net: 'Netto', add: 'Zeile hinzufügen', remove: (line: number) => `Zeile ${line} entfernen`,
    terms: 'Bedingungen', currency: 'Währung', days: 'Zahlungsziel in Tagen', issueDate: 'Rechnungsdatum', issueHint: 'Heute, wenn es leer ist.', memo: 'Ein Text für den Kunden', raise: 'Stellen', cancel: 'Abbrechen',
    netSum: 'Netto', taxOf: (percent: string) => `Steuer ${percent} %`, total: 'Summe', untaxed: 'unversteuert, wenn leer', needCustomer: 'Wählen Sie, wem berechnet wird.', whole: 'Geben Sie eine ganze Zahl von Tagen ein.',
  },
});

const CURRENCIES = ['USD', 'EUR', 'GBP', 'CHF', 'JPY'];
const DAYS_TO_PAY = '30';
const EMPTY: LineDraft = {description: '', quantity: '1', unitPriceMinor: undefined, taxPercent: ''};

/** A new invoice: from the form to its number, its charge and its PDF. */
export default function RaiseInvoicePage() {
  const said = useTexts(texts);
  const {language} = useLocale();
  const navigate = useNavigate();
  const [address, setAddress] = useSearchParams();
  const customer = address.get('customer') ?? '';
  const ageing = useQuery(OverviewService.method.getAgeing, {});
  const [chosenCurrency, setCurrency] = useState('');
  const currencyCode = chosenCurrency || ageing.data?.currencyCode || CURRENCIES[0]!;
  const [lines, setLines] = useState<readonly (LineDraft & {key: number})[]>([{...EMPTY, key: 0}]);
  const [days, setDays] = useState(DAYS_TO_PAY);
  const [issueDate, setIssueDate] = useState('');
  const [memo, setMemo] = useState('');
  const [local, setLocal] = useState<Record<string, string>>();
  const [started, setStarted] = useState<string>();
  const {process, failure, retry} = useFollowedProcess(started);
  const read = lines.map((line) => ({...line, quantity: plainDecimal(line.quantity, language), taxPercent: plainDecimal(line.taxPercent, language)}));
  const totals = totalsOf(read);
  const raising = useOnce(
    (requestId) => clientOf(BillingService).raiseInvoice({
      requestId,
      source: {case: 'invoice', value: {
        customer, currencyCode, issueDate, memo, paymentTermsDays: Number(days),
        lines: read.map(({description, quantity, unitPriceMinor, taxPercent}) => ({description, quantity, taxPercent, unitPriceMinor: unitPriceMinor ?? 0n})),
      }},
    }),
    (begun) => setStarted(begun.name),
  );
  const invoice = process?.references.invoice;
  useEffect(() => {
    if (process?.state === ProcessState.SUCCEEDED && invoice) void navigate(`/payments/${invoice}`, {replace: true});
  }, [process?.state, invoice, navigate]);
  const change = (key: number, part: Partial<LineDraft>) => setLines((now) => now.map((line) => (line.key === key ? {...line, ...part} : line)));
  const raise = () => {
    const wrong: Record<string, string> = {
      ...(customer ? {} : {customer: said.needCustomer}),
      ...(/^\d{1,3}$/.test(days) ? {} : {payment_terms_days: said.whole}),
    };
    setLocal(Object.keys(wrong).length > 0 ? wrong : undefined);
    if (Object.keys(wrong).length === 0) raising.run();
  };
  const errors = local ?? raising.errors('invoice');
  const header = (
    <PageHeader
      title={said.title}
      back={{
        href: '/payments/invoices',
        label: said.back,
        onClick: (event) => {
          event.preventDefault();
          void navigate('/payments/invoices');
        },
      }}
    />
  );
  if (started && process?.state !== ProcessState.FAILED) {
    return (
      <Page narrow>
        {header}
        {failure ? <ProblemState failure={failure} /> : process && <ProcessCard process={process} />}
      </Page>
    );
  }
  return (
    <Page narrow>
      {header}
      {process?.state === ProcessState.FAILED && <ProcessCard process={process} onRetry={retry} />}
      <Form onSubmit={raise} errors={errors}>
        <Card title={said.customer}>
          <div data-field="customer">
            <CustomerPicker value={customer} onChange={(name) => setAddress(name ? {customer: name} : {}, {replace: true})} error={errors?.customer} />
          </div>
        </Card>
        <Card title={said.lines}>
          {lines.map((line, at) => {
            const net = netOf(read[at]!);
            return (
              <div key={line.key} className={styles.line}>
                <TextField label={said.description} name={`lines[${at}].description`} value={line.description} onChange={(description) => change(line.key, {description})} />
                <TextField label={said.quantity} name={`lines[${at}].quantity`} inputMode="decimal" value={line.quantity} onChange={(quantity) => change(line.key, {quantity})} />
                <MoneyField label={said.price} name={`lines[${at}].unit_price_minor`} currencyCode={currencyCode} value={line.unitPriceMinor} onChange={(unitPriceMinor) => change(line.key, {unitPriceMinor})} />
                <TextField label={said.tax} name={`lines[${at}].tax_percent`} inputMode="decimal" placeholder="–" title={said.untaxed} value={line.taxPercent} onChange={(taxPercent) => change(line.key, {taxPercent})} />
                <div className={styles.net}>{net !== undefined && <Money amount={{currencyCode, minorUnits: net}} />}</div>
                <div className={styles.remove}>
                  {lines.length > 1 && <Button tone="quiet" label={said.remove(at + 1)} icon={<Trash2 size={16} aria-hidden="true" />} onClick={() => setLines((now) => now.filter((each) => each.key !== line.key))} />}
                </div>
              </div>
            );
          })}
          <Button icon={<Plus size={16} aria-hidden="true" />} onClick={() => setLines((now) => [...now, {...EMPTY, key: Math.max(...now.map((line) => line.key)) + 1}])}>{said.add}</Button>
          <dl className={styles.totals} aria-live="polite">
            <dt>{said.netSum}</dt>
            <dd><Money amount={{currencyCode, minorUnits: totals.net}} /></dd>
            {totals.taxes.flatMap(({percent, tax}) => [<dt key={`${percent} label`}>{said.taxOf(percent)}</dt>, <dd key={percent}><Money amount={{currencyCode, minorUnits: tax}} /></dd>])}
            <dt className={styles.sum}>{said.total}</dt>
            <dd className={styles.sum}><Money amount={{currencyCode, minorUnits: totals.total}} /></dd>
          </dl>
        </Card>
        <Card title={said.terms}>
          <div className={styles.stack}>
            <FieldRow>
              <SelectField label={said.currency} name="currency_code" value={currencyCode} onChange={setCurrency} options={[...new Set([currencyCode, ...(ageing.data?.otherCurrencyCodes ?? []), ...CURRENCIES])].map((code) => ({value: code, label: code}))} />
              <TextField label={said.days} name="payment_terms_days" inputMode="numeric" value={days} onChange={setDays} />
              <DateField label={said.issueDate} name="issue_date" optional hint={said.issueHint} value={issueDate} onChange={setIssueDate} />
            </FieldRow>
            <TextArea label={said.memo} name="memo" optional rows={2} value={memo} onChange={setMemo} />
          </div>
        </Card>
        <FormActions>
          <Button onClick={() => void navigate(customer ? `/${customer}` : '/payments/invoices')}>{said.cancel}</Button>
          <Button tone="primary" type="submit" busy={raising.busy}>{said.raise}</Button>
        </FormActions>
      </Form>
    </Page>
  );
}
