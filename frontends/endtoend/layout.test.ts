import {expect, test, vi} from 'vitest';
import {InvoiceService} from '@avid/api/avid/invoice/v1/invoice_service';
import {PaymentService} from '@avid/api/avid/payment/v1/payment_service';
import type {Page} from 'playwright-core';
import {expectAccessible} from './accessible';
import {Business} from './avid';
import {CUSTOMER, FINANCE, go, hostOf, open, SHELL, visits} from './browser';
import {expectLaidOut} from './fits';

const visit = visits();
vi.setConfig({testTimeout: 120_000});

/** A telephone, a tablet, a small and a large screen. */
const WIDTHS = [360, 768, 1280, 1920];
/** Where axe looks, too: what a width leaves out or adds is seen at both ends of the usual. */
const LOOKED_AT = [360, 1280];
const HEIGHT = 900;

async function expectEverywhere(page: Page, name: string): Promise<void> {
  for (const width of WIDTHS) {
    await page.setViewportSize({width, height: HEIGHT});
    // Tables and charts measure their place after it has changed.
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    await expectLaidOut(page, `${name} at ${width} px`);
    if (LOOKED_AT.includes(width)) await expectAccessible(page);
  }
}

test('the console’s main pages lie well at 360, 768, 1280 and 1920 pixels, and are accessible in light and dark', async () => {
  const finance = await Business.as('finance');
  const customer = await Business.customerOfLogin();
  // With a payment; the latest may be a draft.
  const issued = (await finance.client(InvoiceService).listInvoices({pageSize: 100})).invoices.find((invoice) => invoice.settled?.minorUnits)!;
  const {payments} = await finance.client(PaymentService).listPayments({pageSize: 100});
  // With a list of its own on its page.
  const refunded = payments.find((payment) => payment.refunded?.minorUnits) ?? payments[0]!;
  const page = await visit.as(FINANCE);
  await open(page, SHELL);
  const grid = (name: string) => page.getByRole('grid', {name}).getByRole('row').nth(1);
  const pages: [string, string, () => Promise<void>][] = [
    ['home', '/', () => page.getByRole('link', {name: '31-60 days'}).waitFor()],
    ['customers', '/customers', () => grid('Customers').waitFor()],
    ['customer', `/${customer}`, () => page.getByText('Live').waitFor()],
    ['import', '/customers/import', () => page.getByLabel('The file').waitFor({state: 'attached'})],
    ['transactions', '/transactions', () => grid('Transactions').waitFor()],
    ['ageing', '/transactions/ageing', () => grid('Customers').waitFor()],
    ['invoices', '/payments/invoices', () => grid('Invoices').waitFor()],
    ['invoice', `/payments/${issued.name}`, () => page.getByRole('heading', {name: /^Invoice/}).waitFor()],
    ['raise an invoice', '/payments/invoices/new', () => page.getByLabel('Description').waitFor()],
    ['payment', `/${refunded.name}`, () => page.getByRole('heading', {name: /^Payment of/}).waitFor()],
    ['payments', '/payments', () => grid('Payments').waitFor()],
    ['documents', '/documents', () => grid('Documents').waitFor()],
  ];
  for (const [name, path, shown] of pages) {
    await go(page, path);
    await shown();
    await expectEverywhere(page, name);
  }
  for (const tab of ['Invoices', 'Payments', 'Documents', 'History']) {
    await go(page, `/${customer}?tab=${tab.toLowerCase()}`);
    await page.getByRole('tabpanel', {name: tab}).getByRole('row').nth(1).waitFor();
    await page.setViewportSize({width: WIDTHS[0]!, height: HEIGHT});
    await expectLaidOut(page, `${tab} of a customer`);
  }
  await go(page, '/documents');
  await page.getByRole('button', {name: 'Issue a statement'}).click();
  await page.getByRole('dialog').waitFor();
  await expectEverywhere(page, 'issuing a statement');
});

test('the portal’s pages lie well at 360, 768, 1280 and 1920 pixels, are accessible in light and dark, and speak German', async () => {
  const page = await visit.as(CUSTOMER);
  await open(page, hostOf('portal'));
  for (const [path, heading] of [['', 'Open invoices'], ['/history', 'What was booked'], ['/documents', 'Your documents'], ['/cards', 'Your cards'], ['/contact', 'How you are reached']] as const) {
    await go(page, `/portal${path}`);
    await page.getByRole('heading', {name: heading}).waitFor();
    await expectEverywhere(page, heading);
  }
  await page.getByRole('button', {name: 'Account'}).click();
  await page.getByRole('menuitemcheckbox', {name: 'German (Germany)'}).click();
  await page.getByRole('heading', {name: 'Wie Sie zu erreichen sind'}).waitFor();
});

test('what a page shows in German lies as well', async () => {
  const page = await visit.as(FINANCE);
  await open(page, SHELL);
  await page.getByRole('button', {name: 'Account'}).click();
  await page.getByRole('menuitemcheckbox', {name: 'German (Germany)'}).click();
  await page.keyboard.press('Escape');
  for (const [path, heading] of [['/', 'Start'], ['/customers', 'Kunden'], ['/transactions', 'Buchungen'], ['/transactions/ageing', 'Fälligkeiten'], ['/documents', 'Dokumente'], ['/payments', 'Zahlungen'], ['/payments/invoices/new', 'Rechnung stellen']] as const) {
    await go(page, path);
    await page.getByRole('heading', {name: heading, level: 1}).waitFor();
    for (const width of WIDTHS) {
      await page.setViewportSize({width, height: HEIGHT});
      await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
      await expectLaidOut(page, `${heading} at ${width} px`);
    }
  }
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('de-DE');
});
