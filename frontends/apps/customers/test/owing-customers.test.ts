import {create} from '@bufbuild/protobuf';
import {expect, test} from 'vitest';
import {NamedCustomerAgeingSchema} from '@avid/api/avid/overview/v1/overview';
import {owingOf} from '../src/owing-customers';

const customer = (id: string, buckets: Record<string, bigint>) =>
  create(NamedCustomerAgeingSchema, {customer: `customers/${id}`, displayName: `The ${id}`, externalIds: [{system: 's', value: `N-${id}`}], totalMinor: Object.values(buckets).reduce((sum, each) => sum + each, 0n), bucketsMinor: buckets});

const ALL = [customer('a', {current: 900n}), customer('b', {current: 5n, '1-30': 100n}), customer('c', {'31-60': 70n, '90+': 40n}), customer('d', {'1-30': 1n, '61-90': 110n})];

test('a debt counts from its days on, and who owes most of it is first', () => {
  const names = (debt: Parameters<typeof owingOf>[2]) => owingOf(ALL, 'USD', debt, '').map(({name, late}) => `${name.at(-1)} ${late.minorUnits}`);
  expect(names('owing')).toEqual(['a 900', 'd 111', 'c 110', 'b 105']);
  expect(names('late')).toEqual(['d 111', 'c 110', 'b 100']);
  expect(names('late30')).toEqual(['c 110', 'd 110']);
  expect(names('late60')).toEqual(['d 110', 'c 40']);
  expect(names('late90')).toEqual(['c 40']);
});

test('parts of name and number narrow it, all of them', () => {
  expect(owingOf(ALL, 'USD', 'owing', 'the n-c').map(({name}) => name)).toEqual(['customers/c']);
  expect(owingOf(ALL, 'USD', 'owing', 'nobody')).toEqual([]);
});
