import {expect, test} from 'vitest';
import {FINANCE, open, SHELL, VIEWER, visits} from './browser';
import {counting} from './counting';

const visit = visits();

test('task: one customer’s statement of June is issued with at most 5 clicks', async () => {
  const page = await visit.as(FINANCE);
  await open(page, SHELL);
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
  counted.tell('one customer’s statement of June', {clicks: 5, keys: 21, seconds: 40});
});

test('a file is uploaded by drag with its progress, and is then in the list and shown beside it', async () => {
  const page = await visit.as(FINANCE);
  await open(page, `${SHELL}/documents`);
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
  await page.getByRole('grid', {name: 'Documents'}).getByRole('row').filter({hasText: name}).getByText('Upload', {exact: true}).waitFor();
  await page.getByRole('grid', {name: 'Documents'}).getByText(name).click();
  const picture = page.getByRole('img', {name: `Preview of ${name}`});
  await expect.poll(() => picture.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBe(10);
});

test('an upload of several parts that is cut goes on where it stopped', async () => {
  const page = await visit.as(FINANCE);
  const {complaints} = visit;
  await open(page, `${SHELL}/documents`);
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
  const page = await visit.as(VIEWER);
  await open(page, `${SHELL}/documents?kind=invoice`);
  await page.getByRole('grid', {name: 'Documents'}).getByRole('row').nth(1).click();
  const paper = page.locator('dialog iframe');
  await paper.waitFor();
  expect(await paper.getAttribute('src')).toMatch(/^blob:/);
  expect(await page.getByRole('button', {name: 'Upload'}).count()).toBe(0);
});
