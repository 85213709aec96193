import {expect, test} from 'vitest';
import {expectAccessible} from './accessible';
import {FINANCE, open, SHELL, VIEWER, visits} from './browser';
import {expectNothingCut} from './fits';

const visit = visits();

/** A file that its headers alone do not explain, with a row that cannot be. */
function receivables(mark: string): string {
  const rows = Array.from({length: 60}, (_, row) => `N-${mark}-${row % 6},Newcomer ${mark} ${row % 6},${mark}-${row},2026-03-${String((row % 28) + 1).padStart(2, '0')},2026-04-${String((row % 28) + 1).padStart(2, '0')},${row + 1}.50,GB`);
  return ['Customer No,Customer Name,Invoice No,Invoice Date,Due Date,Amount,Country', ...rows, `N-${mark}-0,Newcomer ${mark} 0,${mark}-wrong,2026-03-01,2026-04-01,much,GB`].join('\n');
}

test('a file is tried out, its mapping corrected, imported with progress, and what was rejected downloaded', async () => {
  const page = await visit.as(FINANCE);
  const mark = String(Date.now());
  await open(page, `${SHELL}/customers`);
  await page.getByRole('button', {name: 'Import'}).click();
  await page.getByLabel('The file').setInputFiles({name: 'receivables.csv', mimeType: 'text/csv', buffer: Buffer.from(receivables(mark))});
  // Guessed from headers and values.
  await page.getByRole('heading', {name: /61 rows/}).waitFor();
  expect(await page.getByLabel('Customer number').inputValue()).toBe('Customer No');
  expect(await page.getByLabel('Due date', {exact: true}).inputValue()).toBe('Due Date');
  await expectAccessible(page);
  // And corrected: without a due date each is due on its day, which is worth a look.
  await page.getByLabel('Due date', {exact: true}).selectOption('');
  await page.getByText('Worth a look').waitFor();
  await page.getByLabel('Due date', {exact: true}).selectOption('Due Date');
  await page.getByRole('button', {name: 'Try it out'}).click();
  await page.getByText('Tried out, nothing was changed').waitFor({timeout: 30_000});
  await page.getByRole('grid', {name: 'Rejected rows'}).getByText('much').waitFor();
  await expectAccessible(page);
  await page.goto(`${SHELL}/customers?q=N-${mark}-0`);
  await page.getByText('No customer matches').waitFor();

  await page.goto(`${SHELL}/customers/import`);
  await page.getByLabel('The file').setInputFiles({name: 'receivables.csv', mimeType: 'text/csv', buffer: Buffer.from(receivables(mark))});
  await page.getByRole('button', {name: 'Import', exact: true}).click();
  await page.getByRole('list', {name: 'Steps'}).getByText('Bring the rows in').waitFor();
  await page.getByText('Imported', {exact: true}).waitFor({timeout: 30_000});
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', {name: 'Download the rejected rows'}).click()]);
  expect(file.suggestedFilename()).toMatch(/\.csv$/);
  // A reload finds the import again.
  await page.reload();
  await page.getByRole('grid', {name: 'Rejected rows'}).getByText('much').waitFor();
  await page.getByRole('button', {name: 'To the customers'}).click();
  await page.getByRole('searchbox', {name: 'Find customers'}).fill(`N-${mark}-5`);
  await page.getByRole('grid', {name: 'Customers'}).getByText(`Newcomer ${mark} 5`).waitFor();
});

test('a file of another kind is refused with what to choose, and the mapping fits 360 pixels', async () => {
  const page = await visit.as(FINANCE);
  await page.setViewportSize({width: 360, height: 780});
  await open(page, `${SHELL}/customers/import`);
  await page.getByLabel('The file').setInputFiles({name: 'picture.png', mimeType: 'image/png', buffer: Buffer.from('x')});
  await page.getByText('picture.png is of another kind. Choose a CSV file.').waitFor();
  await page.getByLabel('The file').setInputFiles({name: 'r.csv', mimeType: 'text/csv', buffer: Buffer.from(receivables(`${Date.now()}`))});
  await page.getByRole('heading', {name: /61 rows/}).waitFor();
  await expectNothingCut(page);
  await expectAccessible(page);
});

test('who may not import is not offered to', async () => {
  const page = await visit.as(VIEWER);
  await open(page, `${SHELL}/customers`);
  await page.getByRole('grid', {name: 'Customers'}).waitFor();
  expect(await page.getByRole('button', {name: /Import|New customer/}).count()).toBe(0);
});
