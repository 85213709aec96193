import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {expect} from 'vitest';
import type {Page} from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** All rules in light. Dark is the same page in other colours, so of it those that look at colours. */
const RULES = {
  light: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
  dark: {type: 'rule', values: ['color-contrast', 'link-in-text-block']},
} as const;

/** What a computer can see of WCAG 2.2 AA, in light and dark; frames of other origins are their own. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({colorScheme});
    if (await page.evaluate(() => !('axe' in window))) await page.evaluate(axe);
    const violations = await page.evaluate(async (runOnly) => {
      // Colours change in a moment; halfway they have the contrast of neither.
      const moving = () => document.getAnimations().filter((each) => Number.isFinite(each.effect?.getComputedTiming().endTime) && each.playState !== 'finished');
      do {
        await Promise.allSettled(moving().map((each) => each.finished));
        // What inherits a colour begins when its parent's has changed.
        await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
      } while (moving().length > 0);
      const {axe: engine} = window as unknown as {axe: {run(context: unknown, options: unknown): Promise<{violations: {id: string; nodes: {html: string; any: {message: string}[]}[]}[]}>}};
      const found = await engine.run({exclude: [['iframe']]}, {runOnly, iframes: false, preload: false, resultTypes: ['violations']});
      return found.violations.map((each) => `${each.id}: ${each.nodes.map((node) => `${node.html} ${node.any[0]?.message ?? ''}`).join(' | ')}`);
    }, RULES[colorScheme]);
    expect(violations, colorScheme).toEqual([]);
  }
  await page.emulateMedia({colorScheme: 'light'});
}
