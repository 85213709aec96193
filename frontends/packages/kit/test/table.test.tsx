import {render, screen, waitFor} from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {useState} from 'react';
import {expect, test} from 'vitest';
import {Table, type Column, type Sort} from '../src/table';
import {expectAccessible} from './accessible';

interface Row {
  id: string;
}
const COLUMNS: Column<Row>[] = [
  {key: 'id', header: 'Id', width: '200px', sortable: true, render: (row) => row.id},
  {key: 'wide', header: 'Wide', width: '200px', fromWidthPx: 1000, render: (row) => `wide ${row.id}`},
];
const MILLION = 1_000_000;

function Million({onOpen, onSort, width = 1200}: {onOpen?(row: Row): void; onSort?(sort: Sort): void; width?: number}) {
  const [selection, setSelection] = useState<ReadonlySet<string>>(new Set());
  return (
    <div style={{height: 600, width, display: 'flex', flexDirection: 'column'}}>
      <output>{[...selection].join(' ')}</output>
      <Table fill label="Rows" columns={COLUMNS} count={MILLION} rowAt={(index) => ({id: `row-${index}`})} rowKey={(row) => row.id} selection={selection} onSelect={setSelection} onOpen={onOpen} onSort={onSort} sort={{key: 'id', descending: false}} />
    </div>
  );
}

const current = () => document.getElementById(screen.getByRole('grid').getAttribute('aria-activedescendant') ?? '')?.textContent;

test('of a million rows those in view alone are in the document, and the last is reached by one key', async () => {
  render(<Million />);
  screen.getByRole('grid').focus();
  expect(screen.getAllByRole('row').length).toBeLessThan(60);
  await userEvent.keyboard('{End}');
  await waitFor(() => expect(current()).toContain(`row-${MILLION - 1}`));
  expect(screen.getAllByRole('row').length).toBeLessThan(60);
  const last = document.getElementById(screen.getByRole('grid').getAttribute('aria-activedescendant') ?? '') as HTMLElement;
  const grid = screen.getByRole('grid').getBoundingClientRect();
  expect(last.getBoundingClientRect().bottom).toBeLessThanOrEqual(grid.bottom + 1);
});

test('arrows move, Space selects, Shift extends, Enter opens, Escape selects nothing', async () => {
  const opened: string[] = [];
  render(<Million onOpen={(row) => opened.push(row.id)} />);
  screen.getByRole('grid').focus();
  await userEvent.keyboard('{ArrowDown}{ArrowDown} ');
  await waitFor(() => expect(screen.getByRole('status').textContent).toBe('row-2'));
  await userEvent.keyboard('{Shift>}{ArrowDown}{ArrowDown}{/Shift}');
  await waitFor(() => expect(screen.getByRole('status').textContent).toBe('row-2 row-3 row-4'));
  await userEvent.keyboard('{Enter}{Escape}');
  expect(opened).toEqual(['row-4']);
  await waitFor(() => expect(screen.getByRole('status').textContent).toBe(''));
  await expectAccessible();
});

test('a click on a head sorts, and turns the order where it is sorted already', async () => {
  const sorts: Sort[] = [];
  render(<Million onSort={(sort) => sorts.push(sort)} />);
  await userEvent.click(screen.getByRole('button', {name: 'Sort by Id'}));
  expect(sorts).toEqual([{key: 'id', descending: true}]);
});

test('a column that needs more room than there is is left out', async () => {
  render(<Million width={600} />);
  await waitFor(() => expect(screen.queryByRole('columnheader', {name: 'Wide'})).toBeNull());
});

test('a wheel moves row by row where the list is higher than any element can be', async () => {
  render(<Million />);
  const grid = screen.getByRole('grid');
  const top = () => {
    const edge = grid.getBoundingClientRect().top + 37;
    return screen.getAllByRole('row').slice(1).find((row) => row.getBoundingClientRect().bottom > edge + 1)?.getAttribute('aria-rowindex');
  };
  grid.scrollTop = grid.scrollHeight / 2;
  await waitFor(() => expect(Number(top())).toBeGreaterThan(400_000));
  const before = Number(top());
  for (let turn = 0; turn < 10; turn++) {
    grid.scrollTop += 36;
    await new Promise((frame) => requestAnimationFrame(frame));
  }
  await waitFor(() => expect(Number(top())).toBe(before + 10));
  await new Promise((rested) => setTimeout(rested, 300));
  expect(Number(top())).toBe(before + 10);
});

test('to scroll through a million rows costs what it costs through a few hundred', async () => {
  let cells = 0;
  const columns: Column<Row>[] = [{key: 'id', header: 'Id', width: '200px', render: (row) => (cells++, row.id)}];
  const table = (label: string, count: number) => (
    <div style={{height: 300, width: 600, display: 'flex', flexDirection: 'column'}}>
      <Table fill label={label} columns={columns} count={count} rowAt={(index) => ({id: `row-${index}`})} rowKey={(row) => row.id} />
    </div>
  );
  render(
    <>
      {table('Many', MILLION)}
      {table('Few', 300)}
    </>,
  );
  // A leap each frame, after which no row is in view that was before it.
  const leap = async (label: string, step: number) => {
    const before = performance.now();
    screen.getByRole('grid', {name: label}).scrollTop = step % 2 === 0 ? 8_000 : 100;
    await new Promise((frame) => requestAnimationFrame(frame));
    return performance.now() - before;
  };
  const many: number[] = [];
  const few: number[] = [];
  cells = 0;
  // In turn, so that whatever else the machine does meets both alike.
  for (let step = 0; step < 60; step++) {
    many.push(await leap('Many', step));
    few.push(await leap('Few', step));
  }
  const median = (frames: number[]) => frames.sort((one, other) => one - other)[frames.length / 2]!;
  expect(cells / 120, 'rows drawn for each leap').toBeLessThan(60);
  expect(cells / 120, 'each leap draws the rows in view').toBeGreaterThan(5);
  expect(median(many)).toBeLessThan(2 * median(few) + 5);
});

test.each([328, 1000])('heads stand above their values at %i px, whatever their widths and words', async (width) => {
  const columns: Column<Row>[] = [
    {key: 'name', header: 'Customer', width: 'minmax(120px, 2fr)', render: (row) => row.id},
    {key: 'late', header: 'Over 30 days late', width: 'minmax(168px, 1fr)', align: 'end', sortable: true, render: () => '1,694.92'},
    {key: 'total', header: 'In all', width: 'minmax(96px, 1fr)', fromWidthPx: 420, align: 'end', render: () => '725.10'},
  ];
  render(
    <div style={{height: 300, width, display: 'flex', flexDirection: 'column'}}>
      <Table fill label="Rows" columns={columns} count={3} rowAt={(index) => ({id: `row-${index}`})} rowKey={(row) => row.id} onSort={() => {}} sort={{key: 'late', descending: true}} />
    </div>,
  );
  const shown = width < 420 ? 2 : 3;
  await waitFor(() => expect(screen.getAllByRole('columnheader')).toHaveLength(shown));
  const rights = (cells: HTMLElement[]) => cells.map((cell) => Math.round(cell.getBoundingClientRect().right));
  expect(rights(screen.getAllByRole('gridcell').slice(0, shown))).toEqual(rights(screen.getAllByRole('columnheader')));
});
