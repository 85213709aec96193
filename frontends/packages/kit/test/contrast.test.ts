import {describe, expect, test} from 'vitest';
import tokens from '../src/tokens.css?raw';

type Theme = 'light' | 'dark';

function luminance(hex: string): number {
  const parts = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
  const [red, green, blue] = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}

/** WCAG 2.2, "contrast ratio". */
function contrast(one: string, other: string): number {
  const [lighter, darker] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return ((lighter ?? 0) + 0.05) / ((darker ?? 0) + 0.05);
}

function color(name: string, theme: Theme): string {
  const match = new RegExp(`--${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`).exec(tokens);
  if (!match) throw new Error(`No colour --${name} as light-dark(#rrggbb, #rrggbb) in tokens.css`);
  return (theme === 'light' ? match[1] : match[2]) as string;
}

const SURFACES = ['canvas', 'surface', 'raised', 'hover', 'selected'];
const TEXT: [string, string[]][] = [
  ['text', SURFACES],
  ['text-muted', [...SURFACES, 'neutral-soft']],
  ['text-subtle', SURFACES],
  ['accent-text', SURFACES],
  ['danger-text', [...SURFACES, 'danger-soft']],
  ['positive-text', ['surface', 'raised', 'positive-soft']],
  ['warning-text', ['surface', 'warning-soft']],
  ['info-text', ['surface', 'info-soft']],
  ['text', ['neutral-soft']],
  ['on-accent', ['accent', 'accent-hover']],
  ['on-danger', ['danger', 'danger-hover']],
];
const SHAPES: [string, string[]][] = [
  ['line-control', ['surface', 'canvas', 'raised']],
  ['focus', SURFACES],
  ...['chart-1', 'chart-2', 'chart-3', 'chart-4', 'chart-5', 'chart-positive', 'chart-muted'].map((name): [string, string[]] => [name, ['surface']]),
];

describe.each<Theme>(['light', 'dark'])('%s', (theme) => {
  test.each(TEXT.flatMap(([text, grounds]) => grounds.map((ground) => [text, ground])))('%s is read on %s: at least 4.5', (text, ground) => {
    expect(contrast(color(text as string, theme), color(ground as string, theme))).toBeGreaterThanOrEqual(4.5);
  });

  test.each(SHAPES.flatMap(([shape, grounds]) => grounds.map((ground) => [shape, ground])))('%s is seen on %s: at least 3', (shape, ground) => {
    expect(contrast(color(shape as string, theme), color(ground as string, theme))).toBeGreaterThanOrEqual(3);
  });
});

test('every length is a multiple of 4 px', () => {
  const lengths = [...tokens.matchAll(/--(?:space|radius|control|row)[a-z0-9-]*: (\d+)px/g)].map((match) => Number(match[1]));
  expect(lengths.length).toBeGreaterThan(10);
  expect(lengths.filter((length) => length % 4 !== 0)).toEqual([]);
});
