import {render, screen} from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {expect, test} from 'vitest';
import {Chart} from '../src/chart';
import {roundUp} from '../src/chart/chart';
import {expectAccessible} from './accessible';

test('a chart says each of its figures, is walked by arrows, opens by Enter, and stands as a table too', async () => {
  const chosen: number[] = [];
  render(
    <Chart label="Open by days late" categoryLabel="Days late" categories={['Current', '1-30']} series={[{key: 'open', label: 'Open', color: 'chart-1', values: [493_632n, 78_874n]}]} format={(value) => `${value} minor`} onChoose={(at) => chosen.push(at)} />,
  );
  await expectAccessible();
  screen.getByRole('button', {name: 'Current: 493632 minor'}).focus();
  await userEvent.keyboard('{ArrowRight}{Enter}');
  expect(chosen).toEqual([1]);
  await userEvent.click(screen.getByRole('button', {name: 'Show as table'}));
  expect(screen.getByRole('row', {name: '1-30 78874 minor'})).toBeTruthy();
  await expectAccessible();
});

test.each([[0n], [1n], [7n], [99n], [101n], [493_632n], [9_223_372_036_854_775_807n]])('the axis ends at or above %s and at less than the double and four', (value) => {
  const top = roundUp(value);
  expect(top >= value && top <= 2n * value + 4n && top % 4n === 0n).toBe(true);
});
