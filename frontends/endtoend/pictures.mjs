// Takes the pictures of README.md anew, from an Avid that runs with its demo business: npm run pictures.
// AVID_SHELL names another one's console than http://shell.localhost:8080, CHROMIUM another browser.
import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {chromium} from 'playwright-core';

const SHELL = process.env['AVID_SHELL'] ?? 'http://shell.localhost:8080';
const PORTAL = SHELL.replace('//shell.', '//portal.');
const FOLDER = join(import.meta.dirname, '..', 'pictures');
const SIZES = {wide: {width: 1280, height: 800}, telephone: {width: 360, height: 740}};
const THEMES = ['light', 'dark'];
const STAFF = 'finance@demo.example';
const CUSTOMER = 'customer@demo.example';

/** Of a page that leads on from where it opens: the first row of its table. */
const first = async (page) => {
  await page.getByRole('grid').getByRole('row').nth(1).click();
};

const PAGES = [
  {name: 'home', user: STAFF, address: SHELL},
  {name: 'customers', user: STAFF, address: `${SHELL}/customers`},
  {name: 'customer', user: STAFF, address: `${SHELL}/customers`, go: first},
  {name: 'import', user: STAFF, address: `${SHELL}/customers/import`},
  {name: 'transactions', user: STAFF, address: `${SHELL}/transactions`},
  {name: 'ageing', user: STAFF, address: `${SHELL}/transactions/ageing`},
  {name: 'invoice', user: STAFF, address: `${SHELL}/payments/invoices`, go: first},
  {name: 'raise-invoice', user: STAFF, address: `${SHELL}/payments/invoices/new`},
  {name: 'documents', user: STAFF, address: `${SHELL}/documents`},
  {name: 'portal', user: CUSTOMER, address: PORTAL},
];

async function settled(page) {
  await page.waitForLoadState('networkidle').catch(() => {});
  await page.waitForTimeout(800);
}

mkdirSync(FOLDER, {recursive: true});
const browser = await chromium.launch({executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu']});
for (const [size, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of THEMES) {
    const signedIn = new Map();
    for (const {name, user, address, go} of PAGES) {
      // A token lives in the page's memory alone, the issuer's session in the browser's.
      const context = signedIn.get(user) ?? (await browser.newContext({locale: 'en-US', viewport, colorScheme}));
      const page = await context.newPage();
      await page.goto(address);
      if (!signedIn.has(user)) {
        await page.locator('input[name=username]').fill(user);
        await page.locator('input[name=password]').fill(process.env['AVID_PASSWORD'] ?? 'avid-local');
        await page.locator('button[type=submit]').click();
        signedIn.set(user, context);
      }
      await page.getByRole('heading').first().waitFor();
      await settled(page);
      if (go) {
        await go(page);
        await settled(page);
      }
      await page.screenshot({path: join(FOLDER, `${name}-${size}-${colorScheme}.png`)});
      await page.close();
      console.log(`${name} ${size} ${colorScheme}`);
    }
    for (const context of signedIn.values()) await context.close();
  }
}
await browser.close();
