import {expect, test} from 'vitest';
import {netOf, plainDecimal, totalsOf} from '../src/invoice-amounts';

const line = (quantity: string, unitPriceMinor: bigint | undefined, taxPercent = '') => ({description: 'x', quantity, unitPriceMinor, taxPercent});

test('a line is rounded once, half up and away from zero, and is nothing while it is not whole', () => {
  expect(netOf(line('1.5', 333n))).toBe(500n);
  expect(netOf(line('-1.5', 333n))).toBe(-500n);
  expect(netOf(line('0.333333', 100n))).toBe(33n);
  expect(netOf(line('999999999.999999', 1_000_000_000_000n))).toBe(999_999_999_999_999_000_000n);
  expect(netOf(line('', 100n))).toBeUndefined();
  expect(netOf(line('1,5', 100n))).toBeUndefined();
  expect(netOf(line('1', undefined))).toBeUndefined();
});

test('tax is rounded once for each rate, however it is written', () => {
  // Line by line it would be 3 times 0.5 rounded up.
  const {net, taxes, total} = totalsOf([line('1', 5n, '10'), line('1', 5n, '10.0'), line('1', 5n, '10'), line('2', 1000n, '8.875'), line('1', 100n)]);
  expect(net).toBe(2115n);
  expect(taxes).toEqual([{percent: '10', tax: 2n}, {percent: '8.875', tax: 178n}]);
  expect(total).toBe(2295n);
});

test('decimals are read as the language writes them', () => {
  expect(plainDecimal(' 1,5 ', 'de')).toBe('1.5');
  expect(plainDecimal('1.5', 'en')).toBe('1.5');
  expect(plainDecimal('1,5', 'en')).toBe('1,5');
});
