import {afterEach, beforeEach, expect} from 'vitest';
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
  /** A page in the browser session of somebody who is signed in. */
  as(user: string): Promise<Page>;
  /** A page in a session of its own that nobody is signed in to and that has seen nothing yet. */
  stranger(): Promise<Page>;
  /** What the browser complained of; a test that expects a complaint takes it out. */
  complaints: string[];
}

/** One for all files, which run in one process, one after the other; it ends with the process. */
let browser: Promise<Browser> | undefined;
/** So each person signs in once. */
const sessions = new Map<string, Promise<BrowserContext>>();

async function newSession(): Promise<BrowserContext> {
  browser ??= chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  // What moves is the kit's own tests' matter; here it would only be waited for, and drawn.
  return (await browser).newContext({locale: 'en-US', viewport: {width: 1280, height: 800}, reducedMotion: 'reduce'});
}

function sessionOf(user: string): Promise<BrowserContext> {
  const begun = sessions.get(user) ?? (async () => {
    const session = await newSession();
    const page = await session.newPage();
    await open(page, SHELL, user);
    await page.close();
    return session;
  })();
  sessions.set(user, begun);
  // The next test tries again.
  begun.catch(() => sessions.delete(user));
  return begun;
}

/** Pages for each test; whatever one of them complains of fails the test, and what it has stored is forgotten after it. */
export function visits(): Visit {
  const strangers: BrowserContext[] = [];
  const pages: Page[] = [];
  const begin = async (session: BrowserContext) => {
    const page = await session.newPage();
    page.on('console', (message) => message.type() === 'error' && visit.complaints.push(message.text()));
    page.on('pageerror', (error) => visit.complaints.push(error.message));
    pages.push(page);
    return page;
  };
  const visit: Visit = {
    as: async (user) => begin(await sessionOf(user)),
    stranger: async () => {
      const session = await newSession();
      strangers.push(session);
      return begin(session);
    },
    complaints: [],
  };
  beforeEach(() => {
    visit.complaints = [];
  });
  afterEach(async () => {
    const left = new Set(pages.splice(0).flatMap((page) => (page.isClosed() ? [] : page.context().pages())));
    for (const page of left) {
      // A page that stands at the issuer's, or nowhere, has stored nothing.
      await page.evaluate(() => localStorage.clear()).catch(() => undefined);
      await page.close();
    }
    for (const session of strangers.splice(0)) await session.close();
    expect(visit.complaints).toEqual([]);
  });
  return visit;
}

/** Opens an address, by way of the issuer, and signs in there where it does not know who it is. */
export async function open(page: Page, address: string, user?: string): Promise<void> {
  await page.goto(address, {waitUntil: 'commit'});
  if (user) await signIn(page, user);
  await page.locator('main').waitFor();
}

/** At the issuer's page. */
export async function signIn(page: Page, user: string): Promise<void> {
  await page.locator('input[name=username]').fill(user);
  await page.locator('input[name=password]').fill(PASSWORD);
  await page.locator('button[type=submit]').click();
}

/** Goes to another page of the same front end as a link in it does: nothing is loaded anew. */
export async function go(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    history.pushState(null, '', to);
    dispatchEvent(new PopStateEvent('popstate', {state: null}));
  }, path);
}
