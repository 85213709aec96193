import {expect, test} from 'vitest';
import type {Page} from 'playwright-core';
import {expectAccessible} from './accessible';
import {FINANCE, open, SHELL, VIEWER, visits} from './browser';
import {counting} from './counting';

const visit = visits();

/** With a card that pays. */
const PAYS = 'OC-1001';

async function fillInvoice(page: Page, description: string): Promise<void> {
  await page.getByRole('searchbox', {name: 'Customer'}).fill(PAYS);
  await page.getByRole('list', {name: 'Customer'}).getByRole('button').click();
  await page.getByLabel('Description').fill(description);
  await page.getByLabel('Quantity').fill('1.5');
  await page.getByLabel('Price of one').fill('33.33');
  await page.getByLabel('Tax in %').fill('20');
}

test('an invoice is raised once however often it is pressed, shown live, and collected by the saved card', async () => {
  const page = await visit.as(FINANCE);
  await open(page, `${SHELL}/payments/invoices`);
  await page.getByRole('button', {name: 'Raise an invoice'}).click();
  await fillInvoice(page, 'Celebration cake');
  // 1.5 times 33.33 is 49.995: rounded once; 20 % of 50.00.
  await page.getByText('$60.00').waitFor();
  await page.getByText('$10.00').waitFor();
  await expectAccessible(page);
  let raised = 0;
  page.on('request', (request) => request.url().endsWith('/RaiseInvoice') && (raised += 1));
  await page.getByRole('button', {name: 'Raise it'}).dblclick();
  await page.getByRole('heading', {name: /^Invoice INV-\d{6}/}).waitFor({timeout: 30_000});
  expect(raised).toBe(1);
  await page.getByText('Open', {exact: true}).waitFor();
  await expectAccessible(page);
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', {name: 'PDF'}).click()]);
  expect(file.suggestedFilename()).toMatch(/\.pdf$/);
  await page.getByRole('button', {name: 'Collect'}).click();
  await page.getByRole('dialog').getByLabel('Card').waitFor();
  await page.getByRole('dialog').getByRole('button', {name: 'Collect'}).click();
  const steps = page.getByRole('list', {name: 'Steps'});
  await steps.getByText('Take the money').waitFor();
  await page.getByRole('heading', {name: /Settled/}).waitFor({timeout: 30_000});
  await page.getByRole('grid', {name: 'Payments'}).getByText('Paid').waitFor();
});

test('every field that is wrong is marked at once, in the server’s words', async () => {
  const page = await visit.as(FINANCE);
  await open(page, `${SHELL}/payments/invoices/new`);
  await page.getByRole('button', {name: 'Raise it'}).click();
  await page.getByText('Choose who is billed.').waitFor();
  await fillInvoice(page, '');
  await page.getByLabel('Quantity').fill('many');
  await page.getByLabel('Tax in %').fill('200');
  await page.getByRole('button', {name: 'Raise it'}).click();
  await page.waitForFunction(() => document.querySelectorAll('[aria-invalid="true"]').length === 3);
  expect(await page.locator('[aria-invalid="true"]').evaluateAll((fields) => fields.map((field) => field.closest('[data-field]')?.getAttribute('data-field')))).toEqual(['lines[0].description', 'lines[0].quantity', 'lines[0].tax_percent']);
  await expectAccessible(page);
});

test('an invoice is raised by keyboard alone, and withdrawn with a reason', async () => {
  const page = await visit.as(FINANCE);
  await open(page, `${SHELL}/payments/invoices/new`);
  await page.getByRole('searchbox', {name: 'Customer'}).waitFor();
  await page.keyboard.type('OC-1003');
  // What was found by its first letters is replaced.
  await expect.poll(() => page.getByRole('list', {name: 'Customer'}).getByRole('button').allInnerTexts()).toEqual([expect.stringContaining('OC-1003')]);
  const tabTo = async (label: string) => {
    for (let presses = 0; presses < 20; presses++) {
      await page.keyboard.press('Tab');
      if (await page.evaluate((words) => (document.activeElement?.textContent || document.getElementById(document.activeElement?.getAttribute('aria-labelledby') ?? '')?.textContent || '').includes(words), label)) return;
    }
    throw new Error(`Tab does not reach ${label}`);
  };
  await tabTo('Fernhollow');
  await page.keyboard.press('Enter');
  await tabTo('Description');
  await page.keyboard.type('Rye loaf');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('10');
  await page.keyboard.press('Tab');
  await page.keyboard.type('3.10');
  await tabTo('Raise it');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', {name: /^Invoice INV-/}).waitFor({timeout: 30_000});
  await page.getByText('$31.00').first().waitFor();
  await page.getByRole('button', {name: 'More'}).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Raised for the wrong week');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', {name: /Withdrawn/}).waitFor({timeout: 30_000});
  await page.getByText('Raised for the wrong week').waitFor();
  expect(await page.getByRole('button', {name: 'Collect'}).count()).toBe(0);
});

test('a payment link is made, shown with its address, found again after a reload, and taken back', async () => {
  const page = await visit.as(FINANCE);
  await open(page, `${SHELL}/payments/invoices/new`);
  await fillInvoice(page, 'Focaccia');
  await page.getByRole('button', {name: 'Raise it'}).click();
  await page.getByRole('button', {name: 'Payment link'}).click({timeout: 30_000});
  const address = page.getByRole('textbox', {name: 'Payment link'});
  await address.waitFor({timeout: 30_000});
  expect(await address.inputValue()).toMatch(/^https?:\/\//);
  await expectAccessible(page);
  await page.reload();
  await address.waitFor();
  // Who collects it holds it; nothing else is offered meanwhile.
  expect(await page.getByRole('button', {name: 'Collect'}).count()).toBe(0);
  await page.getByRole('button', {name: 'Cancel it'}).click();
  await page.getByRole('button', {name: 'Collect'}).waitFor({timeout: 30_000});
});

test('task: half of a payment is refunded within 6 clicks from the home page, with its steps', async () => {
  const page = await visit.as(FINANCE);
  await open(page, SHELL);
  await page.getByRole('link', {name: 'Payments', exact: true}).waitFor();
  const task = counting(page);
  await task.click(page.getByRole('link', {name: 'Payments', exact: true}));
  await task.click(page.getByRole('grid', {name: 'Payments'}).getByRole('row').filter({hasText: 'Paid'}).first());
  await task.click(page.getByRole('button', {name: 'Refund'}));
  const amount = page.getByRole('dialog').getByLabel('Amount');
  const all = await amount.inputValue();
  await task.click(page.getByRole('button', {name: 'Half'}));
  await expect.poll(() => amount.inputValue()).not.toBe(all);
  const half = await amount.inputValue();
  await task.click(page.getByRole('button', {name: 'Give back'}));
  await page.getByRole('list', {name: 'Steps'}).getByText('Give the money back').waitFor();
  await page.getByRole('grid', {name: 'Refunds'}).getByText('Given back').first().waitFor({timeout: 30_000});
  task.tell('refund half of a payment', {clicks: 6, keys: 0, seconds: 40});
  await page.getByRole('grid', {name: 'Refunds'}).getByText(half).first().waitFor();
  await expectAccessible(page);
});

test('who may read only is offered nothing that changes anything', async () => {
  const page = await visit.as(VIEWER);
  await open(page, `${SHELL}/payments?state=SUCCEEDED`);
  await page.getByRole('grid', {name: 'Payments'}).getByRole('row').nth(1).click();
  await page.getByRole('heading', {name: /^Payment of/}).waitFor();
  expect(await page.getByRole('button', {name: 'Refund'}).count()).toBe(0);
  await page.goto(`${SHELL}/payments/invoices`);
  await page.getByRole('grid', {name: 'Invoices'}).getByRole('row').nth(2).click();
  await page.getByRole('heading', {name: /^Invoice INV/}).waitFor();
  expect(await page.getByRole('button', {name: /Collect|Payment link|More|Raise/}).count()).toBe(0);
});
