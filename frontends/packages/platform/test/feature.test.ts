import {describe, expect, test} from 'vitest';
import {CONTRACT, feature, readFeature} from '../src/feature';

const label = {en: 'Customers', de: 'Kunden'};
const whole = feature({name: 'customers', routes: [{index: true}], navigation: [{path: '/customers', label}]});

describe('the contract between shell and feature', () => {
  test('a feature of this version is taken as it is', () => {
    expect(readFeature('customers', whole)).toEqual(whole);
  });

  test('one version older, which lacks what came since, works with defaults', () => {
    expect(readFeature('customers', {contract: CONTRACT - 1, routes: [{index: true}]})).toMatchObject({navigation: [], commands: [], searches: [], home: []});
  });

  test('one version newer works: what is not known is not seen, an item that cannot be read is left out alone', () => {
    const newer = {...whole, contract: CONTRACT + 1, widgets: [1], navigation: [...whole.navigation, {href: '/new-shape', title: 'New'}]};
    const read = readFeature('customers', newer);
    expect(read.navigation).toEqual(whole.navigation);
    expect(read).not.toHaveProperty('widgets');
  });

  test.each([
    ['two versions newer', {...whole, contract: CONTRACT + 2}, 'Deploy the older'],
    ['no contract', {routes: []}, 'says no contract'],
    ['no routes', {contract: CONTRACT}, 'no routes'],
    ['nothing', undefined, 'says no contract'],
  ])('%s is refused, in words', (_what, exposed, words) => {
    expect(() => readFeature('customers', exposed)).toThrow(words);
  });
});
