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

/**
 * A page as it lies in the window: nothing scrolls sideways, no words are cut but where three dots say so, and whatever can
 * be pressed lies on top where it is and over nothing else that can be.
 */
export async function expectLaidOut(page: Page, where: string): Promise<void> {
  await expectNothingCut(page);
  const faults = await page.evaluate(() => {
    const found: string[] = [];
    const called = (element: Element) => `${element.tagName.toLowerCase()} “${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40)}”`;
    for (const element of [document.documentElement, document.body, document.querySelector('main')!, ...document.querySelectorAll('[role="grid"]')]) {
      if (element.scrollWidth > element.clientWidth) found.push(`${element.tagName.toLowerCase()} scrolls sideways, ${element.scrollWidth} in ${element.clientWidth} px`);
    }
    const seen = (element: Element) => element.checkVisibility({visibilityProperty: true, opacityProperty: true}) && !element.closest('[aria-hidden="true"]');
    for (const element of document.body.querySelectorAll<HTMLElement>('*')) {
      const style = getComputedStyle(element);
      const words = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());
      // One pixel is how a text for screen readers is hidden.
      if (words && seen(element) && element.clientWidth > 1 && style.overflowX !== 'visible' && style.textOverflow !== 'ellipsis' && !/auto|scroll/.test(style.overflowX) && element.scrollWidth > element.clientWidth + 1) found.push(`${called(element)} is cut`);
    }
    const view = document.querySelector('main')!.getBoundingClientRect();
    // What is behind a dialog cannot be pressed.
    const pressed = [...(document.querySelector('dialog[open]') ?? document).querySelectorAll('a[href], button, input, select, textarea, [role="tab"]')].filter((element) => {
      const {top, bottom, width, height} = element.getBoundingClientRect();
      return width > 1 && height > 1 && top >= Math.max(0, view.top) && bottom <= innerHeight && seen(element);
    });
    /** Scrolled out of what holds it. */
    const away = (element: Element, x: number, y: number) => {
      for (let around = element.parentElement; around; around = around.parentElement) {
        const {left, right, top, bottom} = around.getBoundingClientRect();
        if (getComputedStyle(around).overflow !== 'visible' && (x < left || x > right || y < top || y > bottom)) return true;
      }
      return false;
    };
    for (const element of pressed) {
      const {left, top, width, height} = element.getBoundingClientRect();
      const [x, y] = [left + width / 2, top + height / 2];
      const hit = away(element, x, y) ? null : document.elementFromPoint(x, y);
      if (hit && !element.contains(hit) && !hit.contains(element) && !hit.closest('label')?.contains(element)) found.push(`${called(element)} is under ${called(hit)}`);
    }
    return found;
  });
  expect(faults, where).toEqual([]);
}
