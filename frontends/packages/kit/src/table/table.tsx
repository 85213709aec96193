import {useEffect, useId, useLayoutEffect, useMemo, useRef, useState, type CSSProperties, type KeyboardEvent, type MouseEvent, type ReactNode} from 'react';
import {ArrowDown, ArrowUp} from 'lucide-react';
import {classes} from '@avid/kit';
import {useLocale, useTexts} from '@avid/kit';
import {kitTexts} from '../texts';
import {useRowsInView} from './rows-in-view';
import styles from './table.module.css';

export interface Column<Row> {
  key: string;
  header: string;
  render(row: Row): ReactNode;
  /** As CSS grid has it: "120px", "minmax(160px, 2fr)". */
  width: string;
  align?: 'start' | 'end';
  sortable?: boolean;
  /** Left out while the table is narrower than this. */
  fromWidthPx?: number;
  /** Always shown; cannot be chosen away. */
  fixed?: boolean;
  /** Not shown until it is chosen. */
  hiddenAtFirst?: boolean;
}

export interface Sort {
  key: string;
  descending: boolean;
}

export interface TableProps<Row> {
  label: string;
  columns: readonly Column<Row>[];
  /** How many rows there are in all, loaded or not. */
  count: number;
  /** A row, or undefined while it is not loaded. */
  rowAt(index: number): Row | undefined;
  rowKey(row: Row): string;
  /** Asked whenever other rows come into view, so that they can be loaded. */
  onView?(first: number, last: number): void;
  sort?: Sort;
  onSort?(sort: Sort): void;
  selection?: ReadonlySet<string>;
  onSelect?(selection: ReadonlySet<string>): void;
  onOpen?(row: Row): void;
  /** Where a row leads to: shown to the browser, so that it opens in a new tab with Ctrl or the middle button. */
  rowHref?(row: Row): string;
  /** Shown in place of rows where there are none. */
  empty?: ReactNode;
  /** Under the rows at the left; else the number of rows. */
  foot?: ReactNode;
  footEnd?: ReactNode;
  /** Takes the height that its parent leaves; else grows with its rows up to `maxRows`. */
  fill?: boolean;
  maxRows?: number;
  /** No frame of its own, for a table inside a card. */
  bare?: boolean;
}

const MOST_TOGETHER = 100_000;
const HEAD_PX = 37;

function useWidth(): [(element: HTMLElement | null) => void, number] {
  const [width, setWidth] = useState(0);
  const observer = useRef<ResizeObserver>(undefined);
  const watch = useMemo(
    () => (element: HTMLElement | null) => {
      observer.current?.disconnect();
      if (!element) return;
      observer.current = new ResizeObserver(() => setWidth(element.clientWidth));
      observer.current.observe(element);
      setWidth(element.clientWidth);
    },
    [],
  );
  return [watch, width];
}

/** What a column has at least: "112px", or the first of "minmax(120px, 2fr)". */
function leastPx(width: string): number {
  return Number.parseFloat(/[\d.]+(?=px)/.exec(width)?.[0] ?? '0');
}

/**
 * A list of any length, of which the rows in view alone are in the document. It is an ARIA grid with one
 * stop for Tab: arrows, Page Up and Down, Home and End move over rows, Space selects, Shift extends, Ctrl A
 * takes all that is loaded, Enter opens. The row that keys are at is told by aria-activedescendant, as the
 * element may be scrolled out of the document at any time.
 */
export function Table<Row>(props: TableProps<Row>) {
  const {label, columns, count, rowAt, rowKey, onView, sort, onSort, selection, onSelect, onOpen, rowHref, empty, foot, footEnd, fill, maxRows = 10, bare} = props;
  const texts = useTexts(kitTexts);
  const {tag} = useLocale();
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [watch, width] = useWidth();
  const [rowHeight, setRowHeight] = useState(36);
  const [current, setCurrent] = useState(0);
  const anchor = useRef(0);
  useLayoutEffect(() => {
    if (!scroller.current) return;
    const measured = Number.parseFloat(getComputedStyle(scroller.current).getPropertyValue('--row-height'));
    if (measured > 0) setRowHeight(measured);
  }, [width]);

  const shown = columns.filter((column) => !column.fromWidthPx || width === 0 || width >= column.fromWidthPx);
  const widths = [...(onSelect ? ['32px'] : []), ...shown.map((column) => column.width)];
  const grid: CSSProperties = {gridTemplateColumns: widths.join(' ')};
  // Head and rows are laid out apart, so both are given the same least width; by their content the head would be wider.
  const least: CSSProperties = {minWidth: `calc(${widths.reduce((sum, each) => sum + leastPx(each), 0)}px + 2 * var(--space-2))`};

  const {first, last, topPx, heightPx, reveal} = useRowsInView(scroller, count, rowHeight, HEAD_PX);
  useEffect(() => {
    if (last >= first) onView?.(first, last);
  }, [first, last, onView, count]);

  const at = Math.min(current, count - 1);
  const go = (index: number, extend: boolean) => {
    const to = Math.max(0, Math.min(count - 1, index));
    setCurrent(to);
    reveal(to);
    if (extend && onSelect) select(anchor.current, to);
    else anchor.current = to;
  };
  const select = (from: number, to: number) => {
    const chosen = new Set<string>();
    for (let index = Math.min(from, to); index <= Math.max(from, to) && chosen.size < MOST_TOGETHER; index++) {
      const row = rowAt(index);
      if (row) chosen.add(rowKey(row));
    }
    onSelect?.(chosen);
  };
  const toggle = (row: Row) => {
    const next = new Set(selection);
    const key = rowKey(row);
    if (!next.delete(key)) next.add(key);
    onSelect?.(next);
  };
  const keys = (event: KeyboardEvent) => {
    if (event.target !== scroller.current || count === 0) return;
    const page = Math.max(1, Math.floor((scroller.current.clientHeight - HEAD_PX) / rowHeight) - 1);
    const row = rowAt(at);
    const steps: Record<string, number> = {ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: count - 1};
    const to = steps[event.key];
    if (to !== undefined) {
      event.preventDefault();
      go(to, event.shiftKey);
    } else if (event.key === 'Enter' && row) {
      event.preventDefault();
      onOpen?.(row);
    } else if (event.key === ' ' && row && onSelect) {
      event.preventDefault();
      toggle(row);
      anchor.current = at;
    } else if (event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey) && onSelect) {
      event.preventDefault();
      select(0, count - 1);
    } else if (event.key === 'Escape' && selection?.size) {
      event.preventDefault();
      onSelect?.(new Set());
    }
  };
  const click = (event: MouseEvent, row: Row, index: number) => {
    setCurrent(index);
    if (event.target instanceof Element && event.target.closest('a, button, input, label, summary')) return;
    if (event.shiftKey && onSelect) {
      window.getSelection()?.removeAllRanges();
      return select(anchor.current, index);
    }
    anchor.current = index;
    if ((event.ctrlKey || event.metaKey) && onSelect) return toggle(row);
    onOpen?.(row);
  };

  const loadedAll = selection && count > 0 && selection.size >= Math.min(count, MOST_TOGETHER);
  const number = new Intl.NumberFormat(tag);
  const height = fill ? undefined : Math.min(Math.max(count, 1), maxRows) * rowHeight + HEAD_PX;
  if (count === 0 && empty) {
    return <div className={classes(styles.frame, bare && styles.bare, fill && styles.fill)}>{empty}</div>;
  }
  return (
    <div ref={watch} className={classes(styles.frame, bare && styles.bare, fill && styles.fill)}>
      <div
        ref={scroller}
        className={styles.scroller}
        style={height ? {height, flex: 'none'} : undefined}
        role="grid"
        aria-label={label}
        aria-rowcount={count + 1}
        aria-colcount={shown.length + (onSelect ? 1 : 0)}
        aria-multiselectable={onSelect ? true : undefined}
        aria-activedescendant={at >= first && at <= last ? `${id}-${at}` : undefined}
        tabIndex={0}
        onKeyDown={keys}
      >
        <div role="rowgroup" className={styles.head} style={least}>
          <div role="row" aria-rowindex={1} className={classes(styles.row, styles.headRow)} style={grid}>
            {onSelect && (
              <div role="columnheader" className={styles.check}>
                <input
                  type="checkbox"
                  aria-label={texts.selectAll}
                  checked={Boolean(loadedAll)}
                  ref={(box) => {
                    if (box) box.indeterminate = !loadedAll && Boolean(selection?.size);
                  }}
                  onChange={() => (selection?.size ? onSelect(new Set()) : select(0, count - 1))}
                />
              </div>
            )}
            {shown.map((column) => {
              const sorted = sort?.key === column.key;
              const Arrow = sorted && sort.descending ? ArrowDown : ArrowUp;
              return (
                <div
                  key={column.key}
                  role="columnheader"
                  aria-sort={sorted ? (sort.descending ? 'descending' : 'ascending') : undefined}
                  className={classes(styles.cell, styles.headCell, column.align === 'end' && styles.end)}
                >
                  {column.sortable && onSort ? (
                    <button
                      type="button"
                      className={styles.sort}
                      data-active={sorted || undefined}
                      aria-label={texts.sortBy(column.header)}
                      onClick={() => onSort({key: column.key, descending: sorted ? !sort.descending : column.align === 'end'})}
                    >
                      {column.header}
                      {sorted && <Arrow size={12} aria-hidden="true" />}
                    </button>
                  ) : (
                    column.header
                  )}
                </div>
              );
            })}
          </div>
        </div>
        <div role="rowgroup" className={styles.body} style={{...least, height: heightPx}}>
          <div role="presentation" className={styles.window} style={{top: topPx}}>
            {Array.from({length: last - first + 1}, (_, step) => {
              const index = first + step;
              const row = rowAt(index);
              const key = row && rowKey(row);
              const chosen = Boolean(key && selection?.has(key));
              return (
                <div
                  key={index}
                  id={`${id}-${index}`}
                  role="row"
                  aria-rowindex={index + 2}
                  aria-selected={onSelect ? chosen : undefined}
                  aria-busy={row ? undefined : true}
                  className={classes(styles.row, styles.bodyRow, index === at && styles.current, Boolean(onOpen) && styles.openable)}
                  style={grid}
                  onClick={row ? (event) => click(event, row, index) : undefined}
                  onAuxClick={row && rowHref ? (event) => event.button === 1 && window.open(rowHref(row), '_blank', 'noopener') : undefined}
                >
                  {onSelect && (
                    <div role="gridcell" className={styles.check}>
                      <input type="checkbox" tabIndex={-1} aria-label={texts.selectRow} checked={chosen} disabled={!row} onChange={() => row && toggle(row)} />
                    </div>
                  )}
                  {shown.map((column) => (
                    <div key={column.key} role="gridcell" className={classes(styles.cell, column.align === 'end' && styles.end)}>
                      {row ? column.render(row) : <span className={styles.placeholder} />}
                    </div>
                  ))}
                </div>
              );
            })}
          </div>
        </div>
      </div>
      {(fill || foot || footEnd) && (
        <div className={styles.foot}>
          <span aria-live="polite">{selection?.size ? texts.selected(number.format(selection.size)) : (foot ?? texts.rows(number.format(count)))}</span>
          {footEnd && <span className={styles.footEnd}>{footEnd}</span>}
        </div>
      )}
    </div>
  );
}
