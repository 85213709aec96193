import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test, vi} from 'vitest';
import {hostOf, open, SHELL, visits} from './browser';
import {GOOD, payByNewCard} from './paying';

const visit = visits();
// A file of thousands of rows, an invoice and a payment in one test.
vi.setConfig({testTimeout: 180_000});

/** Of an organisation that starts empty. */
const STAFF = 'finance@meadow.example';
const CUSTOMER = 'customer@meadow.example';
/** The customer that its customer login is: one of the public sample's. */
const NUMBER = '0379-NEVHP';
const PUBLIC = join(import.meta.dirname, '../../../shared/data/receivables/invoices.csv');
const OWN = join(import.meta.dirname, '../../src/local/resources/demo/receivables.csv');

function receivables(): string {
  if (existsSync(PUBLIC)) return readFileSync(PUBLIC, 'utf8');
  console.error(`SKIPPED: ${PUBLIC} is not there, so the story is told with the project's own file.`);
  return readFileSync(OWN, 'utf8').replaceAll('OC-1008', NUMBER);
}

test('the whole story in the page: receivables are imported, a customer found and billed, pays on a telephone, and the console shows it paid without reloading', async () => {
  const staff = await visit.as(STAFF);
  await open(staff, SHELL);
  await staff.getByRole('link', {name: 'Customers', exact: true}).click();
  await staff.getByRole('button', {name: 'Import'}).click();
  const text = receivables();
  await staff.getByLabel('The file').setInputFiles({name: 'receivables.csv', mimeType: 'text/csv', buffer: Buffer.from(text)});
  const rows = text.trim().split('\n').length - 1;
  await staff.getByRole('heading', {name: `${rows.toLocaleString('en-US')} rows`}).waitFor();
  await staff.getByRole('button', {name: 'Import', exact: true}).click();
  await staff.getByText('Imported', {exact: true}).waitFor({timeout: 90_000});
  expect(await staff.getByRole('grid', {name: 'Rejected rows'}).count()).toBe(0);

  await staff.getByRole('button', {name: 'To the customers'}).click();
  await staff.getByRole('searchbox', {name: 'Find customers'}).fill(NUMBER);
  const list = staff.getByRole('grid', {name: 'Customers'});
  await expect.poll(() => list.getByRole('row').count()).toBe(2);
  await list.getByText(NUMBER).first().click();
  await staff.getByText('Live').waitFor();

  // The customer looks on, from a telephone: the invoice comes by itself.
  const customer = await visit.as(CUSTOMER);
  await customer.setViewportSize({width: 360, height: 740});
  await open(customer, hostOf('portal'));
  await customer.getByRole('heading', {name: 'Open invoices'}).waitFor();

  // And so does a second page of the console, at what the customer owes.
  const account = await visit.as(STAFF);
  await open(account, staff.url());
  const balance = account.locator('dt', {hasText: 'Balance'}).locator('..').locator('dd').first();
  const owed = await balance.innerText();

  await staff.getByRole('button', {name: 'Raise an invoice'}).click();
  await staff.getByLabel('Description').fill('Calibration of two scales');
  await staff.getByLabel('Quantity').fill('2');
  await staff.getByLabel('Price of one').fill('6.17');
  await staff.getByRole('button', {name: 'Raise it'}).click();
  const heading = staff.getByRole('heading', {name: /^Invoice INV-\d{6}/});
  await heading.waitFor({timeout: 30_000});
  const number = /INV-\d{6}/.exec(await heading.innerText())![0];
  await staff.getByText('Open', {exact: true}).waitFor();
  await expect.poll(() => balance.innerText()).not.toBe(owed);
  // Gone with a reload.
  for (const page of [staff, account]) await page.evaluate(() => void Object.assign(window, {untouched: true}));

  await payByNewCard(customer, number, GOOD);
  await customer.getByText('Thank you, it is paid').waitFor({timeout: 30_000});
  await customer.getByRole('button', {name: 'Open the receipt'}).waitFor({timeout: 30_000});
  await customer.getByRole('link', {name: 'Account', exact: true}).click();
  await customer.getByRole('heading', {name: 'Open invoices'}).waitFor();
  await customer.getByText(number).waitFor({state: 'detached'});

  await staff.getByRole('heading', {name: /Settled/}).waitFor({timeout: 30_000});
  await staff.getByRole('grid', {name: 'Payments'}).getByText('Paid').waitFor();
  await expect.poll(() => balance.innerText()).toBe(owed);
  for (const page of [staff, account]) expect(await page.evaluate(() => 'untouched' in window)).toBe(true);
});
