import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {expect} from 'vitest';
import type {Page} from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What a computer can see of WCAG 2.2 AA, in light and dark; frames of other origins are their own. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({colorScheme});
    // Colours change in a moment; halfway they have the contrast of neither.
    await page.waitForTimeout(300);
    await page.evaluate(axe);
    const violations = await page.evaluate(async () => {
      const {axe: engine} = window as unknown as {axe: {run(context: unknown, options: unknown): Promise<{violations: {id: string; nodes: {html: string}[]}[]}>}};
      const found = await engine.run({exclude: [['iframe']]}, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], iframes: false});
      return found.violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.html).join(' | ')}`);
    });
    expect(violations, colorScheme).toEqual([]);
  }
  await page.emulateMedia({colorScheme: 'light'});
}
