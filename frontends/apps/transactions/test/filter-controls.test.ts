import {describe, expect, test} from 'vitest';
import {NO_CONTROLS, readFilter, writeFilter, type Controls} from '../src/filter-controls';

describe('a filter and its fields', () => {
  const all: Controls = {kind: 'PAYMENT', from: '2026-06-01', to: '2026-06-30', least: 100n, most: 5_000n, open: true, disputed: true, customer: 'customers/abc', words: 'INV-7 a"b'};

  test.each<Partial<Controls>>([{}, {kind: 'FEE'}, {least: 12_34n, most: 12_34n}, {most: 1n}, {from: '2026-01-31'}, {words: 'INV-000042 more'}, all])('write each other: %o', (part) => {
    const controls = {...NO_CONTROLS, ...part};
    expect(readFilter(writeFilter(controls))).toEqual(controls);
  });

  test('are read however they were typed', () => {
    expect(readFilter('kind=CHARGE  AND amount_minor>=5 AND INV-1')).toEqual({...NO_CONTROLS, kind: 'CHARGE', least: 5n, words: 'INV-1'});
  });

  test.each(['kind = CHARGE OR kind = FEE', 'NOT disputed = true', 'kind = CHARGE AND kind = FEE', 'amount_minor = 1.5', 'attributes.delivery = "paper"', 'effective_date >= "June"', 'remaining_minor > 5', '(kind = FEE)'])(
    'are told apart where the filter says more: %s',
    (filter) => expect(readFilter(filter)).toBeUndefined(),
  );
});
