import axe from 'axe-core';
import {expect} from 'vitest';

/** No violation of WCAG 2.2 A and AA that axe finds, contrast included, as each stands in the page. */
export async function expectAccessible(element: Element = document.body) {
  const result = await axe.run(element, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']});
  expect(result.violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(' | ')}`)).toEqual([]);
}
