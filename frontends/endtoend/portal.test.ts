import {expect, test, vi} from 'vitest';
import {CUSTOMER, hostOf, open, SHELL, visits} from './browser';
import {expectAccessible} from './accessible';
import {addresses, Business} from './avid';
import {fillCard, GOOD, pay, payByNewCard, saveCard} from './paying';

const visit = visits();
// Several sessions, a bank's pages and processes in one test.
vi.setConfig({testTimeout: 120_000});
const PORTAL = hostOf('portal');
const ASKS_EVERY_TIME = '4000002760003184';
const REFUSED = '4000000000000002';

test('no page of Avid’s ever sees the card: it is typed into a frame of Stripe’s origin, and sent from there alone', async () => {
  const page = await visit.as(CUSTOMER);
  const sent: string[] = [];
  const digits = GOOD.slice(4);
  page.on('request', (request) => {
    if (request.postData()?.includes(digits)) sent.push(new URL(request.url()).origin);
  });
  await open(page, PORTAL);
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
  const page = await visit.as(CUSTOMER);
  const finance = await Business.as('finance');
  const number = await finance.raise(await Business.customerOfLogin(), 23_45n);
  await open(page, PORTAL);
  await payByNewCard(page, number, ASKS_EVERY_TIME);
  await page.frameLocator('iframe[name=stripe-challenge]').getByRole('button', {name: 'Complete authentication'}).click();
  await page.getByRole('button', {name: 'Confirm with your bank'}).click({timeout: 30_000});
  await page.getByRole('button', {name: 'Complete authentication'}).click();
  await page.getByText('Thank you, it is paid').waitFor({timeout: 30_000});
  expect(new URL(page.url()).origin).toBe(PORTAL);
});

test('a customer who does not prove who they are, or whose card is refused, is told, and nothing is taken', async () => {
  const page = await visit.as(CUSTOMER);
  const finance = await Business.as('finance');
  const number = await finance.raise(await Business.customerOfLogin(), 34_56n);
  await open(page, PORTAL);
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
  const page = await visit.as(CUSTOMER);
  const finance = await Business.as('finance');
  const customer = await Business.customerOfLogin();
  const numbers = [await finance.raise(customer, 1_10n), await finance.raise(customer, 2_20n)];
  await open(page, `${PORTAL}/portal/cards`);
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
  const page = await visit.as(CUSTOMER);
  await open(page, `${PORTAL}/portal/contact`);
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

test('the portal’s first load stays under 120 kB of JavaScript of its own', async () => {
  const page = await visit.stranger();
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
