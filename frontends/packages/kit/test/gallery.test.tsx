import {render, screen} from '@testing-library/react';
import {afterEach, expect, test} from 'vitest';
import {Gallery} from '../gallery/gallery';
import {expectAccessible} from './accessible';

afterEach(() => {
  delete document.documentElement.dataset.theme;
});

const PARTS = ['components', 'list', 'customer'];

test.each(['light', 'dark'].flatMap((theme) => PARTS.map((part) => [theme, part])))('in %s, all of %s keeps to WCAG 2.2 AA', async (theme, part) => {
  document.documentElement.dataset.theme = theme;
  render(<Gallery locale="de-DE" part={part as string} />);
  expect(screen.getByRole('heading', {level: 1})).toBeTruthy();
  await expectAccessible();
});
