// Renders the gallery in Debian's Chromium at every width, light and dark, and fails where something is cut
// off sideways, overlaps the window, or breaks the content security policy. Screenshots go to gallery/screens.
import {createServer} from 'node:http';
import {mkdir, readFile} from 'node:fs/promises';
import {extname, join} from 'node:path';
import {chromium} from 'playwright';

const dist = join(import.meta.dirname, 'dist');
const screens = join(import.meta.dirname, 'screens');
const KINDS = {'.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2'};
const server = createServer(async (request, response) => {
  const path = new URL(request.url, 'http://localhost').pathname;
  try {
    const file = await readFile(join(dist, path === '/' ? 'index.html' : path));
    response.writeHead(200, {'content-type': KINDS[extname(path)] ?? 'text/html'}).end(file);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
await mkdir(screens, {recursive: true});
const browser = await chromium.launch({executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu']});
const only = process.argv.slice(2);
const faults = [];
for (const part of ['components', 'list', 'customer']) {
  for (const width of [360, 768, 1280, 1920]) {
    for (const theme of ['light', 'dark']) {
      const name = `${part}-${width}-${theme}`;
      if (only.length > 0 && !only.some((wanted) => name.includes(wanted))) continue;
      const page = await browser.newPage({viewport: {width, height: width < 500 ? 780 : 900}});
      page.on('console', (message) => ['error', 'warning'].includes(message.type()) && faults.push(`${name}: ${message.text()}`));
      page.on('pageerror', (error) => faults.push(`${name}: ${error.message}`));
      await page.goto(`http://127.0.0.1:${server.address().port}/?part=${part}&theme=${theme}`);
      await page.waitForSelector('h1');
      await page.evaluate(() => document.fonts.ready);
      const wide = await page.evaluate(() => {
        const edge = document.documentElement.clientWidth;
        const inScroller = (element) => element.closest('[role="grid"], [role="tablist"], [aria-hidden="true"], svg') !== null;
        return [...document.body.querySelectorAll('*')]
          .filter((element) => !inScroller(element) && element.getBoundingClientRect().width > 0 && element.getBoundingClientRect().right > edge + 1)
          .map((element) => `${element.tagName}.${element.className}`);
      });
      if (wide.length > 0) faults.push(`${name}: reaches beyond the window: ${wide.slice(0, 3).join(', ')}`);
      await page.screenshot({path: join(screens, `${name}.png`), fullPage: part !== 'list'});
      await page.close();
    }
  }
}
await browser.close();
server.close();
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
