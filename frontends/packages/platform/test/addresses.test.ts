import {describe, expect, test} from 'vitest';
import {readAddresses} from '../src/addresses';
import {readOverrides, withOverrides} from '../src/overrides';

const FILE = {
  environment: 'staging',
  api: 'https://api.example.com',
  login: {issuer: 'https://login.example.com/', clientId: 'console', audience: 'https://api.example.com', scope: 'openid offline_access'},
  shell: 'https://console.example.com',
  features: [
    {name: 'customers', origin: 'https://customers.example.com', permissions: ['customers.read'], label: {en: 'Customers', de: 'Kunden'}},
    {name: 'payments', origin: 'https://payments.example.com', permissions: [], label: {en: 'Payments', de: 'Zahlungen'}},
  ],
  overrideOrigins: ['http://localhost:4201'],
};

function memory(): Storage {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  } as Storage;
}

describe('addresses.json', () => {
  test('is read, whatever a later version adds to it', () => {
    expect(readAddresses({...FILE, added: 1}).features.map((feature) => feature.name)).toEqual(['customers', 'payments']);
  });

  test.each([
    ['login.issuer', {...FILE, login: {...FILE.login, issuer: ''}}],
    ['shell', {...FILE, shell: 'https://console.example.com/path'}],
    ['features[0].origin', {...FILE, features: [{...FILE.features[0], origin: 'customers'}]}],
    ['overrideOrigins', {...FILE, overrideOrigins: undefined}],
    ['stripe.script', {...FILE, stripe: {script: 'js.stripe.com'}}],
  ])('says that %s is wrong', (field, file) => {
    expect(() => readAddresses(file)).toThrow(`addresses.json: ${field} is`);
  });
});

describe('?override=', () => {
  const addresses = readAddresses(FILE);
  const asked = (query: string, kept = memory()) => readOverrides(addresses, new URLSearchParams(query), kept);

  test('replaces the origin of one feature and no other', () => {
    const overrides = asked('override=customers=http://localhost:4201');
    expect(overrides).toEqual({active: [{feature: 'customers', origin: 'http://localhost:4201'}], refused: []});
    expect(withOverrides(addresses, overrides).features.map((feature) => feature.origin)).toEqual(['http://localhost:4201', 'https://payments.example.com']);
  });

  test('lasts over the way through the login, and ends when it is emptied', () => {
    const kept = memory();
    asked('override=customers=http://localhost:4201', kept);
    expect(asked('', kept).active).toHaveLength(1);
    expect(asked('override=', kept).active).toHaveLength(0);
    expect(asked('', kept).active).toHaveLength(0);
  });

  test('takes no origin that is not on the list, no feature that there is not, and nothing where it is off', () => {
    expect(asked('override=customers=https://evil.example').active).toEqual([]);
    expect(asked('override=customers=https://evil.example').refused).toHaveLength(1);
    expect(asked('override=nothing=http://localhost:4201').active).toEqual([]);
    expect(asked('override=customers=http://localhost:4201.evil.example').active).toEqual([]);
    const off = {...addresses, overrideOrigins: []};
    expect(readOverrides(off, new URLSearchParams('override=customers=http://localhost:4201'), memory())).toEqual({
      active: [],
      refused: ['customers=http://localhost:4201: overrides are switched off here'],
    });
  });
});
