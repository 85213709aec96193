import type {Page} from 'playwright-core';
import {expect} from 'vitest';

/** Nothing reaches beyond the window at its right edge, but what scrolls by itself. */
export async function expectNothingCut(page: Page): Promise<void> {
  const cut = await page.evaluate(() => {
    const edge = document.documentElement.clientWidth;
    return [...document.body.querySelectorAll('*')]
      .filter((element) => !element.closest('[role="grid"], [role="tablist"], [aria-hidden="true"], svg, nav') && element.getBoundingClientRect().width > 0 && element.getBoundingClientRect().right > edge + 1)
      .map((element) => `${element.tagName}.${element.className}`);
  });
  expect(cut).toEqual([]);
}
