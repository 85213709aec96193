import {expect, test} from 'vitest';
import {decimalText, formatMoney, parseMoney} from '../src';

const plainSpaces = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

test.each([
  ['en-US', 'USD', 123_450n, '$1,234.50'],
  ['de-DE', 'EUR', 123_450n, '1.234,50 €'],
  ['en-US', 'JPY', 500n, '¥500'],
  ['en-US', 'KWD', 500n, 'KWD 0.500'],
  ['en-US', 'USD', -1n, '-$0.01'],
  ['en-US', 'USD', 9_223_372_036_854_775_807n, '$92,233,720,368,547,758.07'],
])('%s writes %s %s as %s, to the last digit', (tag, currencyCode, minorUnits, written) => {
  expect(plainSpaces(formatMoney({currencyCode, minorUnits}, tag))).toBe(written);
});

test.each([
  ['en-US', 'USD', '1,234.5', 123_450n],
  ['en-US', 'USD', '1234', 123_400n],
  ['de-DE', 'EUR', '1.234,50', 123_450n],
  ['de-DE', 'EUR', '-0,01', -1n],
  ['de-CH', 'CHF', '1’234.50', 123_450n],
  ['en-IN', 'INR', '12,34,567.00', 123_456_700n],
  ['fr-FR', 'EUR', '1 234,50', 123_450n],
  ['en-US', 'JPY', '500', 500n],
  ['en-US', 'USD', '92233720368547758.07', 9_223_372_036_854_775_807n],
])('%s reads %s "%s"', (tag, currency, text, minorUnits) => {
  expect(parseMoney(text, currency, tag)).toEqual({minorUnits});
});

test.each([
  ['en-US', 'USD', '', 'empty'],
  ['en-US', 'USD', 'ten', 'not-a-number'],
  ['en-US', 'USD', '1.234', 'too-many-decimals'],
  ['en-US', 'JPY', '5.0', 'too-many-decimals'],
  ['en-US', 'USD', '1,23', 'bad-grouping'],
  ['de-DE', 'EUR', '12.50', 'bad-grouping'],
  ['en-US', 'USD', '1.2.3', 'not-a-number'],
  ['en-US', 'USD', '1e3', 'not-a-number'],
  ['en-US', 'USD', '92233720368547758.08', 'too-large'],
])('%s refuses %s "%s" as %s and never guesses', (tag, currency, text, fault) => {
  expect(parseMoney(text, currency, tag)).toEqual({fault});
});

test('what is written is read back as it was', () => {
  for (const tag of ['en-US', 'de-DE', 'fr-FR', 'en-IN', 'de-CH']) {
    for (const currencyCode of ['USD', 'JPY', 'KWD']) {
      for (const minorUnits of [0n, 1n, 99n, 100n, 12_345n, 1_234_567n, 98_765_432_109n, -12_345n]) {
        expect(parseMoney(formatMoney({currencyCode, minorUnits}, tag, true), currencyCode, tag), `${tag} ${currencyCode} ${minorUnits}`).toEqual({minorUnits});
      }
    }
  }
});

test('decimal text has all digits of the minor unit', () => {
  expect(decimalText(5n, 2)).toBe('0.05');
  expect(decimalText(-1n, 3)).toBe('-0.001');
  expect(decimalText(7n, 0)).toBe('7');
});
