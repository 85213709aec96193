import {expect, test} from 'vitest';
import {FINANCE, open, SHELL, VIEWER, visits} from './browser';
import {expectAccessible} from './accessible';
import {counting} from './counting';

const visit = visits();

test('task: one customer’s statement of June is issued with at most 5 clicks', async () => {
  const {page} = visit;
  await open(page, SHELL, FINANCE);
  await page.getByRole('link', {name: 'Documents'}).waitFor();
  const counted = counting(page);
  await counted.click(page.getByRole('link', {name: 'Documents'}));
  await counted.click(page.getByRole('button', {name: 'Issue a statement'}));
  await counted.type('Thistledown');
  await counted.click(page.getByRole('dialog').getByRole('button', {name: /Thistledown Catering/}));
  const june = new Date().getMonth() >= 6 ? new Date().getFullYear() : new Date().getFullYear() - 1;
  await counted.click(page.getByLabel('Month'));
  await counted.type(`June ${june}`);
  await counted.press('Enter');
  expect(await page.getByLabel('Month').inputValue()).toBe(`${june}-06`);
  await counted.click(page.getByRole('dialog').getByRole('button', {name: 'Issue', exact: true}));
  await page.getByText('The statement is filed').waitFor({timeout: 40_000});
  counted.tell('one customer’s statement of June', {clicks: 5});
});

test('a file is uploaded by drag with its progress, and is then in the list and shown beside it', async () => {
  const {page} = visit;
  await open(page, `${SHELL}/documents`, FINANCE);
  await page.getByRole('button', {name: 'Upload'}).click();
  const name = `photo-${Date.now()}.png`;
  const png = 'iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC';
  const data = await page.evaluateHandle(({name: file, base64}) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))], file, {type: 'image/png'}));
    return transfer;
  }, {name, base64: png});
  const place = page.getByLabel('Upload documents').locator('..');
  await place.dispatchEvent('dragover', {dataTransfer: data});
  await place.dispatchEvent('drop', {dataTransfer: data});
  await page.getByText(`${name} is filed.`).waitFor();
  await page.getByRole('grid', {name: 'Documents'}).getByText(name).click();
  const picture = page.getByRole('img', {name: `Preview of ${name}`});
  await expect.poll(() => picture.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBe(10);
});

test('an upload of several parts that is cut goes on where it stopped', async () => {
  const {page, complaints} = visit;
  await open(page, `${SHELL}/documents`, FINANCE);
  await page.getByRole('button', {name: 'Upload'}).click();
  let parts = 0;
  await page.route('**/avid.document.v1.DocumentService/UploadPart', (route) => {
    parts += 1;
    return parts === 2 ? route.abort() : route.continue();
  });
  const name = `large-${Date.now()}.bin`;
  await page.getByLabel('Upload documents').setInputFiles({name, mimeType: 'application/octet-stream', buffer: Buffer.alloc(9_000_000, Date.now() % 251)});
  await page.getByRole('button', {name: 'Try again'}).click();
  await page.getByText(`${name} is filed.`).waitFor();
  complaints.splice(0);
  console.log(`parts sent: ${parts}`);
});

test('a PDF is shown in the page from memory', async () => {
  const {page} = visit;
  await open(page, `${SHELL}/documents?kind=invoice`, VIEWER);
  await page.getByRole('grid', {name: 'Documents'}).getByRole('row').nth(1).click();
  const paper = page.locator('dialog iframe');
  await paper.waitFor();
  expect(await paper.getAttribute('src')).toMatch(/^blob:/);
  expect(await page.getByRole('button', {name: 'Upload'}).count()).toBe(0);
});

test('documents are accessible in light and dark, fit a telephone and speak German', async () => {
  const {page} = visit;
  await open(page, `${SHELL}/documents`, FINANCE);
  for (const width of [1280, 360]) {
    await page.setViewportSize({width, height: 800});
    await page.getByRole('grid', {name: 'Documents'}).waitFor();
    await expectAccessible(page);
    expect(await page.evaluate(() => document.querySelector('main')!.scrollWidth - document.querySelector('main')!.clientWidth)).toBe(0);
  }
  await page.getByRole('button', {name: 'Issue a statement'}).click();
  await page.getByRole('dialog').waitFor();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await page.getByRole('button', {name: 'Account'}).click();
  await page.getByRole('menuitemcheckbox', {name: 'German (Germany)'}).click();
  await page.getByRole('heading', {name: 'Dokumente'}).waitFor();
});
