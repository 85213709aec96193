import type {Locator, Page} from 'playwright-core';

export const GOOD = '4242424242424242';

/** Into the fields that are Stripe's. */
export async function fillCard(page: Page, number: string): Promise<void> {
  const card = page.frameLocator('iframe[name=stripe-payment-element]');
  for (const field of ['Card number', 'Expiry', 'Security code']) await card.getByLabel(field).fill('');
  await card.getByLabel('Card number').pressSequentially(number);
  await card.getByLabel('Expiry').pressSequentially('1234');
  await card.getByLabel('Security code').pressSequentially('123');
}

export async function saveCard(page: Page): Promise<void> {
  await clickBelowFrame(page, page.getByRole('button', {name: 'Save the card'}));
}

export async function pay(page: Page): Promise<void> {
  await clickBelowFrame(page, page.getByRole('button', {name: /^Pay/}));
}

/** A click right after the page was scrolled may land in Stripe's frame, whose place the browser learns some frames later. */
async function clickBelowFrame(page: Page, button: Locator): Promise<void> {
  await button.scrollIntoViewIfNeeded();
  await page.evaluate(async () => {
    for (let frames = 0; frames < 12; frames++) await new Promise((drawn) => requestAnimationFrame(drawn));
  });
  await button.click();
}

/** In the portal, from the open invoices to one that is paid by a card that is typed. */
export async function payByNewCard(page: Page, number: string, card: string): Promise<void> {
  await page.getByLabel(`Choose ${number}`).check();
  await page.getByRole('link', {name: /^Pay/}).click();
  const another = page.getByLabel('Another card');
  await page.getByText('What you pay').waitFor();
  if (await another.isVisible()) await another.check();
  await fillCard(page, card);
  await pay(page);
}
