import {expect, test, vi} from 'vitest';
import type {Page} from 'playwright-core';
import {CUSTOMER, FINANCE, hostOf, open, SHELL, visits} from './browser';
import {expectAccessible} from './accessible';
import {addresses, Business} from './avid';
import {TransactionService} from '@avid/api/avid/transaction/v1/transaction_service';

const visit = visits();
// Several sessions, a bank's pages and processes in one test.
vi.setConfig({testTimeout: 120_000});
const PORTAL = hostOf('portal');
const GOOD = '4242424242424242';
const ASKS_EVERY_TIME = '4000002760003184';
const REFUSED = '4000000000000002';

async function fillCard(page: Page, number: string) {
  const card = page.frameLocator('iframe[name=stripe-payment-element]');
  for (const field of ['Card number', 'Expiry', 'Security code']) await card.getByLabel(field).fill('');
  await card.getByLabel('Card number').pressSequentially(number);
  await card.getByLabel('Expiry').pressSequentially('1234');
  await card.getByLabel('Security code').pressSequentially('123');
}

async function saveCard(page: Page) {
  const button = page.getByRole('button', {name: 'Save the card'});
  await button.scrollIntoViewIfNeeded();
  await page.waitForTimeout(500);
  await button.click();
}

/** A click right after the page was scrolled may land in Stripe's frame, whose place the browser learns a moment later. */
async function pay(page: Page) {
  const button = page.getByRole('button', {name: /^Pay/});
  await button.scrollIntoViewIfNeeded();
  await page.waitForTimeout(500);
  await button.click();
}

const dollars = (minorUnits: bigint) => new Intl.NumberFormat('en-US', {style: 'currency', currency: 'USD'}).format(Number(minorUnits) / 100);

/** Opens the page to pay one invoice by a card that is typed. */
async function payByNewCard(page: Page, number: string, card: string) {
  await page.getByLabel(`Choose ${number}`).check();
  await page.getByRole('link', {name: /^Pay/}).click();
  const another = page.getByLabel('Another card');
  await page.getByText('What you pay').waitFor();
  if (await another.isVisible()) await another.check();
  await fillCard(page, card);
  await pay(page);
}

test('an invoice that staff raise appears in the portal by itself, is paid there by a new card on a telephone, and the console shows it paid without reloading', async () => {
  const {page, context} = visit;
  const finance = await Business.as('finance');
  const customer = await Business.customerOfLogin();
  const {accounts} = await finance.client(TransactionService).listAccounts({customer});
  const owed = accounts[0]!.balance!.minorUnits;
  await page.setViewportSize({width: 360, height: 740});
  await open(page, PORTAL, CUSTOMER);
  await page.getByRole('heading', {name: 'Open invoices'}).waitFor();
  const number = await finance.raise(customer, 12_34n);
  await page.getByLabel(`Choose ${number}`).waitFor();

  const staffSession = await context.browser()!.newContext({locale: 'en-US', viewport: {width: 1280, height: 800}});
  const staff = await staffSession.newPage();
  await open(staff, `${SHELL}/${customer}`, FINANCE);
  await staff.getByText(dollars(owed + 12_34n)).first().waitFor();

  await payByNewCard(page, number, GOOD);
  await page.getByText('Thank you, it is paid').waitFor({timeout: 30_000});
  await staff.getByText(dollars(owed)).first().waitFor({timeout: 30_000});
  await staffSession.close();
  await page.getByRole('button', {name: 'Open the receipt'}).waitFor({timeout: 30_000});
  await page.getByRole('link', {name: 'Account', exact: true}).click();
  await page.getByRole('heading', {name: 'Open invoices'}).waitFor();
  await page.getByText(number).waitFor({state: 'detached'});
});

test('no page of Avid’s ever sees the card: it is typed into a frame of Stripe’s origin, and sent from there alone', async () => {
  const {page} = visit;
  const sent: string[] = [];
  const digits = GOOD.slice(4);
  page.on('request', (request) => {
    if (request.postData()?.includes(digits)) sent.push(new URL(request.url()).origin);
  });
  await open(page, PORTAL, CUSTOMER);
  const policy = (await page.goto(`${PORTAL}/portal/cards`))!.headers()['content-security-policy']!;
  await page.getByRole('button', {name: 'Add a card'}).click();
  await fillCard(page, GOOD);
  await saveCard(page);
  await page.getByText('The card is saved.').waitFor();
  const {stripe} = await addresses();
  expect(sent).toEqual(stripe.frames);
  for (const directive of ['script-src', 'frame-src', 'connect-src']) expect(policy.split('; ').find((each) => each.startsWith(directive))).toContain(stripe.frames[0]);
  await expectAccessible(page);
});

test('a bank that asks whether it is the customer is answered, on saving the card and on paying, and the person comes back', async () => {
  const {page} = visit;
  const finance = await Business.as('finance');
  const number = await finance.raise(await Business.customerOfLogin(), 23_45n);
  await open(page, PORTAL, CUSTOMER);
  await payByNewCard(page, number, ASKS_EVERY_TIME);
  await page.frameLocator('iframe[name=stripe-challenge]').getByRole('button', {name: 'Complete authentication'}).click();
  await page.getByRole('button', {name: 'Confirm with your bank'}).click({timeout: 30_000});
  await page.getByRole('button', {name: 'Complete authentication'}).click();
  await page.getByText('Thank you, it is paid').waitFor({timeout: 30_000});
  expect(new URL(page.url()).origin).toBe(PORTAL);
});

test('a customer who does not prove who they are, or whose card is refused, is told, and nothing is taken', async () => {
  const {page} = visit;
  const finance = await Business.as('finance');
  const number = await finance.raise(await Business.customerOfLogin(), 34_56n);
  await open(page, PORTAL, CUSTOMER);
  await payByNewCard(page, number, REFUSED);
  await page.getByText('The payment was not started').waitFor();
  await fillCard(page, ASKS_EVERY_TIME);
  await pay(page);
  await page.frameLocator('iframe[name=stripe-challenge]').getByRole('button', {name: 'Fail authentication'}).click();
  await page.getByText('The payment was not started').waitFor();
  await page.getByRole('link', {name: 'Account', exact: true}).click();
  await page.getByText(number).waitFor();
});

test('some of the open invoices are paid at once by a saved card', async () => {
  const {page} = visit;
  const finance = await Business.as('finance');
  const customer = await Business.customerOfLogin();
  const numbers = [await finance.raise(customer, 1_10n), await finance.raise(customer, 2_20n)];
  await open(page, `${PORTAL}/portal/cards`, CUSTOMER);
  await page.getByRole('button', {name: 'Add a card'}).click();
  await fillCard(page, '5555555555554444');
  await saveCard(page);
  await page.getByText('The card is saved.').waitFor();
  await page.getByRole('link', {name: 'Account', exact: true}).click();
  for (const number of numbers) await page.getByLabel(`Choose ${number}`).check();
  await page.getByRole('link', {name: 'Pay $3.30'}).click();
  await page.getByLabel(/Mastercard •••• 4444/).first().check();
  await page.getByRole('button', {name: 'Pay $3.30'}).click();
  await page.getByText('Thank you, it is paid').waitFor({timeout: 40_000});
  expect(await page.getByText('Paid', {exact: true}).count()).toBe(2);
});

test('a customer changes how it is reached, with errors at their fields, and nothing else', async () => {
  const {page} = visit;
  await open(page, `${PORTAL}/portal/contact`, CUSTOMER);
  const email = page.getByLabel('E-mail');
  await email.fill('not an address');
  await page.getByRole('button', {name: 'Save'}).click();
  await expect.poll(() => email.getAttribute('aria-invalid')).toBe('true');
  const phone = `+1 555 ${String(Date.now()).slice(-4)}`;
  await email.fill('accounts@kestrel.example');
  await page.getByLabel('Telephone').fill(phone);
  await page.getByRole('button', {name: 'Save'}).click();
  await page.getByText('Saved.').waitFor();
  await page.reload();
  await expect.poll(() => page.getByLabel('Telephone').inputValue()).toBe(phone);
});

test('every page of the portal is accessible in light and dark, fits a telephone, and speaks German', async () => {
  const {page} = visit;
  await page.setViewportSize({width: 360, height: 740});
  await open(page, PORTAL, CUSTOMER);
  for (const [path, heading] of [['', 'Open invoices'], ['/history', 'What was booked'], ['/documents', 'Your documents'], ['/cards', 'Your cards'], ['/contact', 'How you are reached']]) {
    await page.goto(`${PORTAL}/portal${path}`);
    await page.getByRole('heading', {name: heading!}).waitFor();
    await expectAccessible(page);
    expect(await page.evaluate(() => document.querySelector('main')!.scrollWidth - document.querySelector('main')!.clientWidth), path).toBe(0);
  }
  await page.getByRole('button', {name: 'Account'}).click();
  await page.getByRole('menuitemcheckbox', {name: 'German (Germany)'}).click();
  await page.getByRole('heading', {name: 'Wie Sie zu erreichen sind'}).waitFor();
});

test('the portal’s first load stays under 120 kB of JavaScript of its own', async () => {
  const {page} = visit;
  const kilobytes = new Map<string, number>();
  const measured: Promise<void>[] = [];
  page.on('response', (response) => {
    const url = new URL(response.url());
    if (url.pathname.endsWith('.js')) measured.push(response.request().sizes().then(({responseBodySize}) => void kilobytes.set(url.origin, (kilobytes.get(url.origin) ?? 0) + responseBodySize / 1000)));
  });
  await open(page, `${SHELL}/portal`, CUSTOMER);
  await page.getByRole('heading', {name: 'Open invoices'}).waitFor();
  await page.getByRole('link', {name: 'Cards'}).click();
  await page.getByRole('heading', {name: 'Your cards'}).waitFor();
  // A stream stays open as long as the page; what loads by itself has come by then.
  await page.waitForTimeout(1_500);
  await Promise.all(measured);
  console.log(`portal: ${kilobytes.get(PORTAL)?.toFixed(1)} kB`);
  expect(kilobytes.get(PORTAL)).toBeGreaterThan(0);
  expect(kilobytes.get(PORTAL)).toBeLessThan(120);
  expect(kilobytes.get(SHELL)).toBeLessThan(200);
});
