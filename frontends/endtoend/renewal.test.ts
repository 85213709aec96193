import {expect, test} from 'vitest';
import {FINANCE, open, SHELL, visits} from './browser';

const visit = visits();

test('a token that is about to end is renewed silently, by a refresh token that is good once, and calls go on with the new one', async () => {
  const page = await visit.as(FINANCE);
  const asked: (string | null)[] = [];
  const given: Record<string, unknown>[] = [];
  // As where tokens live a minute: what the issuer gives is true, and told to end soon.
  await page.route('**/oauth/token', async (route) => {
    asked.push(new URLSearchParams(route.request().postData() ?? '').get('grant_type'));
    const response = await route.fetch();
    const answer = (await response.json()) as Record<string, unknown>;
    given.push(answer);
    await route.fulfill({response, json: {...answer, expires_in: given.length < 3 ? 64 : 3600}});
  });
  const shown: (string | undefined)[] = [];
  page.on('request', (request) => request.url().includes('CustomerService/') && shown.push(request.headers()['authorization']));
  await open(page, `${SHELL}/customers`);
  await page.getByRole('grid', {name: 'Customers'}).waitFor();
  await expect.poll(() => asked, {timeout: 30_000}).toEqual(['authorization_code', 'refresh_token', 'refresh_token']);
  await expect.poll(() => new Set(given.map((answer) => answer['refresh_token'])).size).toBe(3);
  // The page takes the answer a moment after it has come.
  let searched = 1000;
  await expect.poll(async () => {
    await page.getByRole('searchbox').first().fill(`OC-${searched++}`);
    return shown.at(-1) === `Bearer ${String(given.at(-1)?.['access_token'])}`;
  }).toBe(true);
  expect(await page.getByRole('dialog').count()).toBe(0);
  expect(await page.evaluate(() => JSON.stringify({...localStorage}) + JSON.stringify({...sessionStorage}))).not.toMatch(/refresh_token|v1\./);
});
