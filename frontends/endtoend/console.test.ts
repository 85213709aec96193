import {expect, test} from 'vitest';
import {OverviewService} from '@avid/api/avid/overview/v1/overview_service';
import {ProcessState} from '@avid/api/avid/process/v1/process';
import {answer} from './answers';
import {CUSTOMER, FINANCE, hostOf, open, SHELL, signIn, VIEWER, visits} from './browser';

const visit = visits();

test('finance signs in, and sees customers by name, by number and by opening one', async () => {
  const page = await visit.stranger();
  await open(page, SHELL, FINANCE);
  await page.getByRole('link', {name: 'Customers', exact: true}).click();
  const list = page.getByRole('grid', {name: 'Customers'});
  await list.getByText('Bramblewick Tea Rooms').waitFor();
  await page.getByRole('searchbox').fill('OC-1003');
  await list.getByText('Fernhollow Farm Shop').waitFor();
  await list.getByText('Bramblewick Tea Rooms').waitFor({state: 'detached'});
  await list.getByText('Fernhollow Farm Shop').click();
  await page.getByRole('heading', {name: /Fernhollow Farm Shop/}).waitFor();
  await page.getByText('Live').waitFor();
});

test('a deep link is kept over the login and over a reload, and no token stands in any storage', async () => {
  const page = await visit.stranger();
  await open(page, `${SHELL}/customers?q=OC-1003`, FINANCE);
  await page.getByText('Fernhollow Farm Shop').waitFor();
  await page.reload();
  await page.getByText('Fernhollow Farm Shop').waitFor();
  expect(page.url()).toBe(`${SHELL}/customers?q=OC-1003`);
  const stored = await page.evaluate(() => JSON.stringify({...localStorage}) + JSON.stringify({...sessionStorage}));
  expect(stored).not.toMatch(/access_token|eyJ/);
});

test('menus follow permissions: a customer’s login sees its own account and nothing of staff', async () => {
  const page = await visit.as(CUSTOMER);
  await open(page, SHELL);
  const navigation = page.getByRole('navigation', {name: 'Main navigation'});
  await navigation.getByRole('link', {name: 'My account'}).waitFor();
  expect(await navigation.getByRole('link').allInnerTexts()).toEqual(['Avid', 'Home', 'My account']);
  await page.goto(`${SHELL}/customers`);
  await page.getByText('You may not see this').waitFor();
  await page.getByText('customers.read').waitFor();
});

test('the palette opens by Ctrl K, finds a customer and goes there, without a mouse', async () => {
  const page = await visit.as(VIEWER);
  await open(page, SHELL);
  await page.getByRole('link', {name: 'Customers', exact: true}).waitFor();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('fernhol');
  await page.getByRole('option', {name: /Fernhollow Farm Shop/}).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', {name: /Fernhollow Farm Shop/}).waitFor();
});

test('each feature runs alone on its own host', async () => {
  const page = await visit.as(FINANCE);
  await open(page, hostOf('transactions'));
  await page.getByRole('grid', {name: 'Transactions'}).getByText('Payment').first().waitFor();
  await page.goto(`${hostOf('transactions')}/customers`);
  await page.getByRole('link', {name: 'Open it in the console'}).waitFor();
});

test('a remote that is down leaves the others at work, is tried once, and comes back by a retry', async () => {
  const page = await visit.as(FINANCE);
  const {complaints} = visit;
  let tries = 0;
  await page.route(`${hostOf('customers')}/remoteEntry.js`, (route) => {
    tries += 1;
    return route.abort();
  });
  await open(page, `${SHELL}/customers`);
  await page.getByText('Customers cannot be shown').waitFor();
  await page.getByRole('link', {name: 'Transactions', exact: true}).click();
  await page.getByRole('grid', {name: 'Transactions'}).waitFor();
  expect(tries).toBe(1);
  await page.getByRole('link', {name: 'Customers', exact: true}).click();
  await page.getByText('Customers cannot be shown').waitFor();
  await page.unroute(`${hostOf('customers')}/remoteEntry.js`);
  await page.getByRole('button', {name: 'Try again'}).click();
  await page.getByRole('grid', {name: 'Customers'}).waitFor();
  // The browser says itself what could not be loaded, React what its boundary caught.
  expect(complaints.splice(0).every((complaint) => /Failed to load resource|could not be loaded/.test(complaint))).toBe(true);
});

test('a remote whose server says nothing is told as down after ten seconds', async () => {
  const page = await visit.as(FINANCE);
  const {complaints} = visit;
  await page.route(`${hostOf('documents')}/remoteEntry.js`, () => undefined);
  await page.clock.install();
  await open(page, `${SHELL}/documents`);
  await page.getByText('Documents is loading').or(page.getByLabel('Documents is loading')).first().waitFor();
  const told = page.getByText('documents did not answer within 10 seconds');
  // The clock is the page's own: ten seconds pass at once.
  await page.clock.runFor(10_000);
  await told.waitFor();
  expect(complaints.splice(0).every((complaint) => complaint.includes('did not answer'))).toBe(true);
});

/** What another version's build would expose: a page, and things that this shell does not know. */
function otherVersion(contract: number): string {
  return `window.avid_customers = {
    init: async (scope) => { window.shared = scope; },
    get: async () => {
      const version = Object.values(window.shared.react)[0];
      const React = (await version.get())();
      return () => ({default: {contract: ${contract}, routes: [{index: true, element: React.createElement('h1', null, 'Customers of contract ${contract}')}], unknown: {}}});
    },
  };`;
}

test.each([
  ['older', 0],
  ['newer', 2],
])('a developer’s remote of one version %s takes a feature’s place, with a banner, until it is ended', async (_which, contract) => {
  const page = await visit.as(FINANCE);
  await page.route('http://localhost:4201/remoteEntry.js', (route) =>
    route.fulfill({contentType: 'text/javascript', headers: {'access-control-allow-origin': '*'}, body: otherVersion(contract)}),
  );
  await open(page, `${SHELL}/customers?override=customers=http://localhost:4201`);
  await page.getByRole('heading', {name: `Customers of contract ${contract}`}).waitFor();
  await page.getByText('customers = http://localhost:4201').waitFor();
  await page.getByRole('button', {name: 'Use the deployed ones'}).click();
  await page.getByRole('grid', {name: 'Customers'}).waitFor();
});

test('an override of an origin that is not on the list is refused, and said', async () => {
  const page = await visit.as(FINANCE);
  await open(page, `${SHELL}/customers?override=customers=https://evil.example`);
  await page.getByText('Not overridden:').waitFor();
  await page.getByRole('grid', {name: 'Customers'}).waitFor();
});

test('a session that ends is told over the page; what was typed stays, and goes on after signing in again', async () => {
  const page = await visit.stranger();
  const {complaints} = visit;
  const context = page.context();
  await open(page, `${SHELL}/customers`, FINANCE);
  await page.getByRole('grid', {name: 'Customers'}).waitFor();
  // As where the token was withdrawn: the server refuses it, and the issuer neither renews it nor knows anybody.
  const cookies = await context.cookies();
  await context.clearCookies();
  await page.route('**/oauth/token', (route) => (route.request().postData()?.includes('grant_type=refresh_token')
    ? route.fulfill({status: 403, headers: {'access-control-allow-origin': '*'}, json: {error: 'invalid_grant', error_description: 'Unknown or invalid refresh token.'}})
    : route.continue()));
  let refusals = 0;
  await page.route('**/avid.customer.v1.CustomerService/ListCustomers', (route) => {
    refusals += 1;
    return route.fulfill({status: 200, headers: {'content-type': 'application/grpc-web+proto', 'grpc-status': '16', 'grpc-message': 'The token has expired.'}});
  });
  await page.getByRole('searchbox').fill('OC-1003');
  const dialog = page.getByRole('dialog', {name: 'Your session has ended'});
  await dialog.waitFor({timeout: 30_000});
  expect(refusals).toBeGreaterThan(0);
  await page.unroute('**/avid.customer.v1.CustomerService/ListCustomers');
  const [window] = await Promise.all([context.waitForEvent('page'), dialog.getByRole('button', {name: 'Sign in again'}).click()]);
  await signIn(window, FINANCE);
  await dialog.waitFor({state: 'detached'});
  expect(await page.getByRole('searchbox').inputValue()).toBe('OC-1003');
  await page.getByText('Fernhollow Farm Shop').waitFor();
  expect(cookies.length).toBeGreaterThan(0);
  complaints.splice(0);
});

test('signing out ends the session at the issuer too', async () => {
  const page = await visit.stranger();
  await open(page, SHELL, FINANCE);
  await page.getByRole('button', {name: 'Account'}).click();
  await page.getByRole('menuitem', {name: 'Sign out'}).click();
  await page.getByText('You are signed out').waitFor();
  await page.getByRole('button', {name: 'Sign in'}).click();
  await page.locator('input[name=username]').waitFor();
});

test('language and theme are a choice that a reload keeps', async () => {
  const page = await visit.as(FINANCE);
  await open(page, SHELL);
  await page.getByRole('button', {name: 'Account'}).click();
  await page.getByRole('menuitemcheckbox', {name: 'German (Germany)'}).click();
  await page.getByRole('link', {name: 'Kunden', exact: true}).waitFor();
  await page.getByRole('menuitemcheckbox', {name: 'Dunkel'}).click();
  await page.reload();
  await page.getByRole('link', {name: 'Kunden', exact: true}).waitFor();
  expect(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dataset['theme']])).toEqual(['de-DE', 'dark']);
});

test('first loads stay small: the shell under 200 kB of JavaScript, each remote under 120 kB', async () => {
  const page = await visit.stranger();
  const kilobytes = new Map<string, number>();
  const measured: Promise<void>[] = [];
  page.on('response', (response) => {
    const url = new URL(response.url());
    if (!url.pathname.endsWith('.js')) return;
    measured.push(
      response.request().sizes().then(({responseBodySize}) => {
        kilobytes.set(url.origin, (kilobytes.get(url.origin) ?? 0) + responseBodySize / 1000);
      }),
    );
  });
  await open(page, SHELL, FINANCE);
  // The home page and the lists, so that what they load is counted.
  for (const name of ['Customers', 'Transactions', 'Documents', 'Payments', 'Invoices']) {
    await page.getByRole('link', {name, exact: true}).click();
    await page.getByRole('grid', {name}).or(page.getByRole('heading', {name})).first().waitFor();
  }
  await page.waitForLoadState('networkidle');
  await Promise.all(measured);
  console.log([...kilobytes].map(([origin, size]) => `${origin}: ${size.toFixed(1)} kB`).join('\n'));
  for (const [origin, size] of kilobytes) expect(size, origin).toBeLessThan(origin === SHELL ? 200 : 120);
  expect([...kilobytes.keys()]).toHaveLength(5);
});

test('a process that failed is told by its name, with the way to its invoice', async () => {
  const page = await visit.as(FINANCE);
  await answer(page, OverviewService.method.listProcesses, () => ({processes: [{name: 'processes/p', type: 'collect-invoice', state: ProcessState.FAILED, message: 'The card was declined.', references: {invoice: 'invoices/i', customer: 'customers/c'}}]}));
  await open(page, SHELL);
  await page.getByText('Collect an invoice').waitFor();
  await page.getByText('The card was declined.').waitFor();
  expect(await page.getByRole('link', {name: 'Its invoice'}).getAttribute('href')).toBe('/payments/invoices/i');
});

test('how fast a page was is told to the server when it is left, and taken', async () => {
  const page = await visit.as(FINANCE);
  await open(page, SHELL);
  await page.getByRole('heading', {name: 'Home'}).waitFor();
  const [told] = await Promise.all([
    page.waitForResponse(`${SHELL}/vitals`),
    page.evaluate(() => {
      Object.defineProperty(document, 'visibilityState', {value: 'hidden'});
      document.dispatchEvent(new Event('visibilitychange', {bubbles: true}));
    }),
  ]);
  // The server takes nothing that it does not know.
  expect(told.status()).toBe(204);
});
