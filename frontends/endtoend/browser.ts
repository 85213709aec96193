import {afterAll, afterEach, beforeAll, beforeEach, expect} from 'vitest';
import {chromium, type Browser, type BrowserContext, type Page} from 'playwright-core';

export const SHELL = process.env['AVID_SHELL'] ?? 'http://shell.localhost:8080';
const PASSWORD = process.env['AVID_PASSWORD'] ?? 'avid-local';

/** The host of a front end beside the shell's. */
export function hostOf(name: string): string {
  return SHELL.replace('//shell.', `//${name}.`);
}

export const FINANCE = 'finance@demo.example';
export const VIEWER = 'viewer@demo.example';
export const CUSTOMER = 'customer@demo.example';

export interface Visit {
  page: Page;
  context: BrowserContext;
  /** What the browser complained of; a test that expects a complaint takes it out. */
  complaints: string[];
}

/** A fresh browser session for each test; whatever the page complains of fails the test. */
export function visits(): Visit {
  let browser: Browser;
  const visit = {} as Visit;
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    });
  });
  beforeEach(async () => {
    visit.context = await browser.newContext({locale: 'en-US', viewport: {width: 1280, height: 800}});
    visit.page = await visit.context.newPage();
    visit.complaints = [];
    visit.page.on('console', (message) => message.type() === 'error' && visit.complaints.push(message.text()));
    visit.page.on('pageerror', (error) => visit.complaints.push(error.message));
  });
  afterEach(async () => {
    await visit.context.close();
    expect(visit.complaints).toEqual([]);
  });
  afterAll(async () => browser?.close());
  return visit;
}

/** Opens an address and signs in on the way. */
export async function open(page: Page, address: string, user: string): Promise<void> {
  await page.goto(address);
  await signIn(page, user);
}

/** At the issuer's page. */
export async function signIn(page: Page, user: string): Promise<void> {
  await page.locator('input[name=username]').fill(user);
  await page.locator('input[name=password]').fill(PASSWORD);
  await page.locator('button[type=submit]').click();
}
