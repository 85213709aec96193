import {expect, test} from 'vitest';
import {csvText} from '../src/csv';

test('fields are quoted where they must be, and what a spreadsheet would run is made text', () => {
  expect(csvText(['Name', 'Note'], [['Smith, "Jo"', 'two\nlines'], ['=HYPERLINK("x")', '-1'], ['@x', 'plain']])).toBe(
    'Name,Note\r\n"Smith, ""Jo""","two\nlines"\r\n"\'=HYPERLINK(""x"")",\'-1\r\n\'@x,plain\r\n',
  );
});

test('a number stands as it is, also below nothing', () => {
  expect(csvText(['Owed'], [[{decimal: '-12.50'}]])).toBe('Owed\r\n-12.50\r\n');
});
