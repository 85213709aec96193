import {expect} from 'vitest';
import type {Locator, Page} from 'playwright-core';

/** Counts what a person does for a task: clicks, keys, and the seconds until it is done. */
export function counting(page: Page) {
  const from = Date.now();
  let clicks = 0;
  let keys = 0;
  return {
    async click(what: Locator) {
      clicks += 1;
      await what.click();
    },
    async type(text: string) {
      keys += text.length;
      await page.keyboard.type(text);
    },
    async press(key: string) {
      keys += 1;
      await page.keyboard.press(key);
    },
    /** Says what was counted, and holds it to its bounds; the seconds are those of a machine that does other things, too. */
    tell(task: string, most: {clicks: number; keys: number; seconds?: number}) {
      const seconds = (Date.now() - from) / 1000;
      console.log(`${task}: ${clicks} clicks, ${keys} keys, ${seconds.toFixed(1)} s`);
      expect(clicks, `clicks for ${task}`).toBeLessThanOrEqual(most.clicks);
      expect(keys, `keys for ${task}`).toBeLessThanOrEqual(most.keys);
      expect(seconds, `seconds for ${task}`).toBeLessThanOrEqual(most.seconds ?? 20);
    },
  };
}
