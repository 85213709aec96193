import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import type {Page} from 'playwright-core';
import {TransactionKind} from '@avid/api/avid/transaction/v1/transaction';
import {TransactionService} from '@avid/api/avid/transaction/v1/transaction_service';
import {OverviewService} from '@avid/api/avid/overview/v1/overview_service';
import {CustomerKind} from '@avid/api/avid/customer/v1/customer';
import {CustomerService} from '@avid/api/avid/customer/v1/customer_service';
import {expectAccessible} from './accessible';
import {FINANCE, open, SHELL, visits} from './browser';
import {Business} from './avid';
import {counting} from './counting';

const visit = visits();
const dollars = (minorUnits: bigint) => new Intl.NumberFormat('en-US', {style: 'currency', currency: 'USD'}).format(Number(minorUnits) / 100);
const rowsOf = (page: Page, name: string) => page.getByRole('grid', {name}).getByRole('row');

test('task: who owes most and is over 30 days late is found with at most 5 clicks', async () => {
  const page = await visit.as(FINANCE);
  const {byCustomer} = await (await Business.as('finance')).client(OverviewService).getAgeing({perCustomer: true, pageSize: 1000});
  const late = (each: (typeof byCustomer)[number]) => ['31-60', '61-90', '90+'].reduce((sum, bucket) => sum + (each.bucketsMinor[bucket] ?? 0n), 0n);
  const worst = byCustomer.toSorted((a, b) => (late(a) < late(b) ? 1 : -1))[0]!;
  expect(late(worst)).toBeGreaterThan(0n);
  await open(page, SHELL);
  await page.getByRole('link', {name: 'Ageing'}).waitFor();
  const counted = counting(page);
  await counted.click(page.getByRole('link', {name: 'Ageing'}));
  const first = rowsOf(page, 'Customers').nth(1);
  await first.getByText(worst.displayName).waitFor();
  await first.getByText(dollars(late(worst))).first().waitFor();
  counted.tell('who owes most and is over 30 days late', {clicks: 5, keys: 0});
  await first.click();
  await page.getByRole('grid', {name: 'Open items'}).waitFor();
});

test('task: a payment is found by amount and approximate date with at most 4 clicks', async () => {
  const page = await visit.as(FINANCE);
  const {transactions} = await (await Business.as('finance')).client(TransactionService).listTransactions({filter: 'kind = PAYMENT', pageSize: 50});
  const wanted = transactions.at(-1)!;
  expect(wanted.kind).toBe(TransactionKind.PAYMENT);
  await open(page, SHELL);
  await page.getByRole('link', {name: 'Transactions', exact: true}).waitFor();
  const counted = counting(page);
  await counted.click(page.getByRole('link', {name: 'Transactions', exact: true}));
  await counted.click(page.getByLabel('Amount', {exact: true}));
  await counted.type((Number(wanted.amount!.minorUnits) / 100).toFixed(2));
  const day = new Date(`${wanted.effectiveDate}T00:00:00Z`);
  const text = (days: number) => new Date(day.getTime() + days * 86_400_000).toISOString().slice(0, 10).replace(/^(\d{4})-(\d{2})-(\d{2})$/, '$2$3$1');
  await counted.press('Tab');
  await counted.type(text(-10));
  await counted.press('Tab');
  await counted.type(text(10));
  await page.waitForURL(/effective_date/);
  const {displayName} = await (await Business.as('finance')).client(CustomerService).getCustomer({name: wanted.customer});
  const row = rowsOf(page, 'Transactions').filter({hasText: dollars(wanted.amount!.minorUnits)}).filter({hasText: 'Payment'}).filter({hasText: displayName}).first();
  await counted.click(row);
  await page.getByRole('heading', {name: new RegExp(`Payment.*${dollars(wanted.amount!.minorUnits).replace(/[$.]/g, '\\$&')}`)}).waitFor();
  counted.tell('a payment by amount and approximate date', {clicks: 4, keys: 25});
});

test('the filter’s words and its fields write each other, and what is wrong is said where the list would be', async () => {
  const page = await visit.as(FINANCE);
  await open(page, `${SHELL}/transactions`);
  await page.getByLabel('Kind', {exact: true}).selectOption('PAYMENT');
  await expect.poll(() => page.getByRole('searchbox', {name: 'Filter'}).inputValue()).toBe('kind = PAYMENT');
  await page.getByRole('searchbox', {name: 'Filter'}).fill('kind = CHARGE AND amount_minor = 5000 AND remaining_minor > 0');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.getByLabel('Kind', {exact: true}).inputValue()).toBe('CHARGE');
  expect(await page.getByLabel('Amount', {exact: true}).inputValue()).toBe('50.00');
  expect(await page.getByLabel('Open only').isChecked()).toBe(true);
  await page.getByRole('searchbox', {name: 'Filter'}).fill('kind = CHARGE OR kind = FEE');
  await page.keyboard.press('Enter');
  await page.getByText('This filter says more than the fields can show').waitFor();
  await page.getByRole('searchbox', {name: 'Filter'}).fill('kind = NOTHING');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText(/one of the kinds/).waitFor();
});

test('totals and the chart are those of the result, and the export has its rows', async () => {
  const page = await visit.as(FINANCE);
  const finance = await Business.as('finance');
  const {sums} = await finance.client(TransactionService).summarizeTransactions({filter: 'kind = PAYMENT'});
  await open(page, `${SHELL}/transactions?filter=${encodeURIComponent('kind = PAYMENT')}`);
  await page.getByRole('region', {name: 'Totals'}).getByText(dollars(sums[0]!.amountMinor)).waitFor();
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', {name: 'Export'}).click()]);
  const text = readFileSync(await file.path(), 'utf8');
  const lines = text.trim().split('\r\n');
  expect(text, 'with the mark by which spreadsheets know UTF-8').toMatch(/^\uFEFFtransaction,kind,/);
  expect(BigInt(lines.length - 1)).toBe(sums[0]!.transactions);
  expect(lines.slice(1).every((line) => line.includes(',PAYMENT,'))).toBe(true);
});

test('a transaction shows its entries and what settles it, and who may writes its reversal', async () => {
  const page = await visit.as(FINANCE);
  const finance = await Business.as('finance');
  const customer = await Business.customerOfLogin();
  const posted = await finance.client(TransactionService).postTransaction({
    posting: {kind: TransactionKind.CHARGE, customer, amount: {currencyCode: 'USD', minorUnits: 4_321n}, effectiveDate: new Date().toISOString().slice(0, 10), externalId: `mistake-${crypto.randomUUID()}`},
    requestId: crypto.randomUUID(),
  });
  await open(page, `${SHELL}/${posted.name}`);
  await page.getByRole('heading', {name: /Charge.*\$43\.21/}).waitFor();
  expect(await page.getByRole('cell', {name: '$43.21'}).count()).toBe(2);
  await page.getByRole('button', {name: 'Reverse'}).click();
  await page.getByRole('dialog').getByRole('button', {name: 'Reverse'}).click();
  await page.getByText('It is reversed.').waitFor();
  await page.getByText('Reversed', {exact: true}).first().waitFor();
  expect((await finance.client(TransactionService).getTransaction({name: posted.name})).reversedBy).not.toBe('');
});

test('the home page leads to what needs a person, each figure to the list behind it', async () => {
  const page = await visit.as(FINANCE);
  await open(page, SHELL);
  await page.getByRole('heading', {name: 'Money'}).waitFor();
  const {sums} = await (await Business.as('finance')).client(TransactionService).summarizeTransactions({filter: '(kind = PAYMENT OR kind = CREDIT) AND remaining_minor > 0', leaveOutReversed: true});
  const unapplied = sums.reduce((all, sum) => all + sum.remainingMinor, 0n);
  await page.getByRole('link', {name: dollars(unapplied)}).first().click();
  await page.waitForURL(/remaining_minor/);
  await page.getByRole('link', {name: 'Home'}).click();
  await page.getByRole('link', {name: '31-60 days'}).click();
  await page.getByRole('grid', {name: 'Open items'}).waitFor();
});

test('what a payment has left is allocated to open items, by drag and by keyboard, and says what more is left', async () => {
  const page = await visit.as(FINANCE);
  const finance = await Business.as('finance');
  const customer = (await finance.client(CustomerService).createCustomer({customer: {kind: CustomerKind.ORGANISATION, displayName: `Allocated ${Date.now()}`}, requestId: crypto.randomUUID()})).name;
  const today = new Date().toISOString().slice(0, 10);
  const post = async (kind: TransactionKind, externalId: string, minorUnits: bigint) => (await finance.client(TransactionService).postTransaction({
    posting: {kind, customer, amount: {currencyCode: 'USD', minorUnits}, effectiveDate: today, externalId: `${externalId}-${customer}`},
    requestId: crypto.randomUUID(),
  })).name;
  const [small, large] = [await post(TransactionKind.CHARGE, 'small', 10_00n), await post(TransactionKind.CHARGE, 'large', 50_00n)];
  const payment = await post(TransactionKind.PAYMENT, 'paid', 35_00n);
  await open(page, `${SHELL}/${payment}`);
  const items = page.getByRole('table', {name: 'Open items'});
  const left = page.locator('[draggable=true]');
  await left.getByText('$35.00').waitFor();
  await left.dragTo(items.getByRole('row').filter({hasText: 'small'}));
  const dialog = page.getByRole('dialog', {name: /Settle small/});
  // As much as both have.
  expect(await dialog.getByLabel('Amount').inputValue()).toBe('10.00');
  await expectAccessible(page);
  await dialog.getByRole('button', {name: 'Allocate'}).click();
  await left.getByText('$25.00').waitFor();
  await items.getByRole('row').filter({hasText: 'small'}).waitFor({state: 'detached'});

  await items.getByRole('button', {name: /Allocate to large/}).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', {name: /Settle large/}).waitFor();
  // More than is left: the server's words, and nothing is done.
  await page.keyboard.press('Control+a');
  await page.keyboard.type('40.00');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByRole('alert').or(page.getByRole('dialog').getByText('It was not allocated')).first().waitFor();
  await page.getByLabel('Amount').focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('20.00');
  await page.keyboard.press('Enter');
  await left.getByText('$5.00').waitFor();
  await expectAccessible(page);
  const settled = async (name: string) => (await finance.client(TransactionService).getTransaction({name})).remaining!.minorUnits;
  expect([await settled(small), await settled(large), await settled(payment)]).toEqual([0n, 30_00n, 5_00n]);
});
