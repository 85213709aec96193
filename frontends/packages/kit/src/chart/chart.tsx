import {useEffect, useRef, useState, type KeyboardEvent} from 'react';
import {ChartColumn, Table2} from 'lucide-react';
import {Button} from '@avid/kit';
import {classes} from '@avid/kit';
import {useTexts} from '@avid/kit';
import {kitTexts} from '../texts';
import styles from './chart.module.css';

export type ChartColor = 'chart-1' | 'chart-2' | 'chart-3' | 'chart-4' | 'chart-5' | 'chart-positive' | 'chart-muted';

export interface ChartSeries {
  key: string;
  label: string;
  color: ChartColor;
  /** One for each category, exact; only where a bar ends is computed in floating point. */
  values: readonly bigint[];
}

export interface ChartProps {
  /** What is shown, in a sentence; read by screen readers and above the table. */
  label: string;
  /** What the categories are: "Month", "Days late". */
  categoryLabel: string;
  categories: readonly string[];
  series: readonly ChartSeries[];
  kind?: 'columns' | 'stacked' | 'lines';
  /** A color for each category in place of the series', for one series. */
  categoryColors?: readonly ChartColor[];
  format(value: bigint): string;
  /** The same, short, for the axis. */
  formatAxis?(value: bigint): string;
  heightPx?: number;
  onChoose?(category: number): void;
}

const LEFT = 56;
const BOTTOM = 24;
const TOP = 8;
const GRID_LINES = 4;

/** The next of 1, 2, 2.5, 5 times a power of ten at or above a value, in whole units. */
export function roundUp(value: bigint): bigint {
  if (value <= 0n) return BigInt(GRID_LINES);
  const power = 10n ** BigInt(value.toString().length - 1);
  for (const tenths of [10n, 20n, 25n, 40n, 50n, 80n, 100n]) {
    const candidate = (power * tenths) / 10n;
    if (candidate >= value && candidate % BigInt(GRID_LINES) === 0n) return candidate;
  }
  return value + (BigInt(GRID_LINES) - (value % BigInt(GRID_LINES)));
}

/** A small chart drawn as SVG in the page's own colours, with the same figures as a table at one press. */
export function Chart(props: ChartProps) {
  const {label, series, categoryColors} = props;
  const texts = useTexts(kitTexts);
  const [asTable, setAsTable] = useState(false);
  return (
    <figure className={styles.chart}>
      <div className={styles.head}>
        <div className={styles.legend}>
          {!categoryColors &&
            series.length > 1 &&
            series.map((of) => (
              <span key={of.key} className={styles.key}>
                <span className={styles.swatch} style={{background: `var(--${of.color})`}} aria-hidden="true" />
                {of.label}
              </span>
            ))}
        </div>
        <Button
          tone="quiet"
          label={asTable ? texts.showChart : texts.showTable}
          icon={asTable ? <ChartColumn size={16} aria-hidden="true" /> : <Table2 size={16} aria-hidden="true" />}
          onClick={() => setAsTable(!asTable)}
        />
      </div>
      {asTable ? <FigureTable {...props} /> : <Drawing {...props} key={label} />}
    </figure>
  );
}

function FigureTable({label, categoryLabel, categories, series, format, onChoose}: ChartProps) {
  return (
    <div className={styles.tableFrame} tabIndex={0} role="region" aria-label={label}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{categoryLabel}</th>
            {series.map((of) => (
              <th key={of.key} scope="col">
                {of.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {categories.map((category, at) => (
            <tr key={category}>
              <th scope="row">
                {onChoose ? (
                  <button type="button" className={styles.link} onClick={() => onChoose(at)}>
                    {category}
                  </button>
                ) : (
                  category
                )}
              </th>
              {series.map((of) => (
                <td key={of.key}>{format(of.values[at] ?? 0n)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Drawing({label, categories, series, kind = 'columns', categoryColors, format, formatAxis = format, heightPx = 200, onChoose}: ChartProps) {
  const svg = useRef<SVGSVGElement>(null);
  const [width, setWidth] = useState(600);
  const [focused, setFocused] = useState(0);
  useEffect(() => {
    if (!svg.current?.parentElement) return;
    const parent = svg.current.parentElement;
    const observer = new ResizeObserver(() => setWidth(parent.clientWidth || 600));
    observer.observe(parent);
    return () => observer.disconnect();
  }, []);

  const totals = categories.map((_, at) =>
    series.reduce((most, of) => {
      const value = of.values[at] ?? 0n;
      return kind === 'stacked' ? most + value : value > most ? value : most;
    }, 0n),
  );
  const top = roundUp(totals.reduce((most, value) => (value > most ? value : most), 0n));
  const plot = heightPx - TOP - BOTTOM;
  const slot = (width - LEFT) / Math.max(categories.length, 1);
  // Per mille first, as exact integers; the division to pixels is for the eye alone.
  const y = (value: bigint) => TOP + plot - (Number((value * 10_000n) / top) / 10_000) * plot;
  const everyNth = Math.max(1, Math.ceil(64 / slot));
  const words = (at: number) => `${categories[at]}: ${series.map((of) => `${series.length > 1 ? `${of.label} ` : ''}${format(of.values[at] ?? 0n)}`).join(', ')}`;
  const keys = (event: KeyboardEvent<SVGElement>, at: number) => {
    const to = {ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: categories.length - 1}[event.key];
    if (to !== undefined && to >= 0 && to < categories.length) {
      event.preventDefault();
      setFocused(to);
      svg.current?.querySelector<SVGElement>(`[data-at="${to}"]`)?.focus();
    } else if ((event.key === 'Enter' || event.key === ' ') && onChoose) {
      event.preventDefault();
      onChoose(at);
    }
  };
  const barWidth = Math.max(2, Math.min(48, (slot - 8) / (kind === 'columns' ? series.length : 1)));
  return (
    <svg ref={svg} className={styles.svg} height={heightPx} viewBox={`0 0 ${width} ${heightPx}`} role="group" aria-label={label}>
      {Array.from({length: GRID_LINES + 1}, (_, line) => {
        const value = (top * BigInt(line)) / BigInt(GRID_LINES);
        return (
          <g key={line} aria-hidden="true">
            <line className={styles.gridLine} x1={LEFT} x2={width} y1={Math.round(y(value))} y2={Math.round(y(value))} />
            <text className={styles.axis} x={LEFT - 8} y={y(value) + 4} textAnchor="end">
              {formatAxis(value)}
            </text>
          </g>
        );
      })}
      {categories.map((category, at) => {
        const left = LEFT + slot * at;
        const group = kind === 'columns' ? barWidth * series.length : barWidth;
        let below = 0n;
        return (
          <g
            key={category}
            data-at={at}
            className={classes(styles.slot, Boolean(onChoose) && styles.choosable)}
            role={onChoose ? 'button' : 'img'}
            aria-label={words(at)}
            tabIndex={at === focused ? 0 : -1}
            onFocus={() => setFocused(at)}
            onKeyDown={(event) => keys(event, at)}
            onClick={onChoose && (() => onChoose(at))}
          >
            <title>{words(at)}</title>
            <rect className={styles.target} x={left + 1} y={TOP} width={Math.max(0, slot - 2)} height={plot} rx={4} />
            {kind !== 'lines' &&
              series.map((of, index) => {
                const value = of.values[at] ?? 0n;
                if (value <= 0n) return null;
                const base = kind === 'stacked' ? below : 0n;
                if (kind === 'stacked') below += value;
                const x = left + (slot - group) / 2 + (kind === 'columns' ? barWidth * index : 0);
                return (
                  <rect
                    key={of.key}
                    x={x}
                    y={y(base + value)}
                    width={Math.max(1, barWidth - (kind === 'columns' && series.length > 1 ? 2 : 0))}
                    height={Math.max(1, y(base) - y(base + value))}
                    rx={2}
                    style={{fill: `var(--${categoryColors?.[at] ?? of.color})`}}
                  />
                );
              })}
          </g>
        );
      })}
      <g aria-hidden="true" pointerEvents="none">
        {categories.map(
          (category, at) =>
            at % everyNth === 0 && (
              <text key={category} className={styles.axis} x={LEFT + slot * (at + 0.5)} y={heightPx - 4} textAnchor="middle">
                {category}
              </text>
            ),
        )}
      </g>
      {kind === 'lines' &&
        series.map((of) => (
          <polyline
            key={of.key}
            className={styles.line}
            aria-hidden="true"
            pointerEvents="none"
            style={{stroke: `var(--${of.color})`}}
            points={of.values.map((value, at) => `${LEFT + slot * (at + 0.5)},${y(value)}`).join(' ')}
          />
        ))}
    </svg>
  );
}
