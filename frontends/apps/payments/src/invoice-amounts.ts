/**
 * What an invoice comes to, as the server reckons it: a line is quantity times price, rounded once to a whole minor unit; tax
 * is rounded once for each rate, over the sum of that rate's lines. Both round half up, away from zero. Exact until the rounding.
 */
export interface LineDraft {
  description: string;
  /** A decimal as the server reads it: "1.5". */
  quantity: string;
  unitPriceMinor: bigint | undefined;
  /** The same, or empty for untaxed. */
  taxPercent: string;
}

interface Decimal {
  digits: bigint;
  scale: bigint;
}

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;

function decimalOf(text: string): Decimal | undefined {
  const match = DECIMAL.exec(text);
  if (!match) return undefined;
  const [, sign = '', whole = '', fraction = ''] = match;
  return {digits: BigInt(sign + whole + fraction), scale: 10n ** BigInt(fraction.length)};
}

function roundHalfUp(dividend: bigint, divisor: bigint): bigint {
  const positive = dividend < 0n ? -dividend : dividend;
  const rounded = (2n * positive + divisor) / (2n * divisor);
  return dividend < 0n ? -rounded : rounded;
}

/** What a line comes to before tax; undefined while it is not whole. */
export function netOf({quantity, unitPriceMinor}: LineDraft): bigint | undefined {
  const many = decimalOf(quantity);
  return many && unitPriceMinor !== undefined ? roundHalfUp(many.digits * unitPriceMinor, many.scale) : undefined;
}

export interface Totals {
  net: bigint;
  /** By rate, as it was first written. */
  taxes: {percent: string; tax: bigint}[];
  total: bigint;
}

/** Of the lines that are whole. */
export function totalsOf(lines: readonly LineDraft[]): Totals {
  const rates = new Map<string, {percent: string; rate: Decimal; net: bigint}>();
  let net = 0n;
  for (const line of lines) {
    const lineNet = netOf(line);
    if (lineNet === undefined) continue;
    net += lineNet;
    const rate = decimalOf(line.taxPercent);
    if (!rate) continue;
    // "19", "19.0" and "19.00" are one rate.
    const key = String((rate.digits * 10_000n) / rate.scale);
    const known = rates.get(key);
    rates.set(key, {percent: known?.percent ?? line.taxPercent, rate: known?.rate ?? rate, net: (known?.net ?? 0n) + lineNet});
  }
  const taxes = [...rates.values()].map(({percent, rate, net: sum}) => ({percent, tax: roundHalfUp(sum * rate.digits, 100n * rate.scale)}));
  return {net, taxes, total: taxes.reduce((sum, {tax}) => sum + tax, net)};
}

/** A decimal as a person of this language writes it, for the server: "1,5" is "1.5" where the comma separates decimals. */
export function plainDecimal(text: string, language: 'en' | 'de'): string {
  const trimmed = text.trim();
  return language === 'de' ? trimmed.replace(',', '.') : trimmed;
}
