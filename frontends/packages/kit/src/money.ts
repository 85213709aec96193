/**
 * An amount in whole minor units of an ISO 4217 currency, as avid.type.v1.Money has it. It is a bigint and
 * is written and read as decimal text, so that no floating point ever touches it.
 */
export interface MoneyAmount {
  currencyCode: string;
  minorUnits: bigint;
}

// ISO 4217's minor units that are not 2. Browsers answer CLDR's digits, which differ for some (IQD, LBP).
const DIGITS: Readonly<Record<string, number>> = {
  BIF: 0, CLP: 0, DJF: 0, GNF: 0, ISK: 0, JPY: 0, KMF: 0, KRW: 0, PYG: 0, RWF: 0, UGX: 0, UYI: 0, VND: 0,
  VUV: 0, XAF: 0, XOF: 0, XPF: 0, BHD: 3, IQD: 3, JOD: 3, KWD: 3, LYD: 3, OMR: 3, TND: 3, CLF: 4, UYW: 4,
};

/** How many decimal digits the currency's minor unit has. */
export function minorDigits(currencyCode: string): number {
  return DIGITS[currencyCode] ?? 2;
}

/** "1234.50" for 123450 minor units of a currency with two digits. */
export function decimalText(minorUnits: bigint, digits: number): string {
  const negative = minorUnits < 0n;
  const all = (negative ? -minorUnits : minorUnits).toString().padStart(digits + 1, '0');
  const whole = all.slice(0, all.length - digits);
  const fraction = all.slice(all.length - digits);
  return (negative ? '-' : '') + whole + (digits > 0 ? '.' + fraction : '');
}

const formats = new Map<string, Intl.NumberFormat>();

function numberFormat(tag: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = tag + JSON.stringify(options);
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(tag, options);
    formats.set(key, format);
  }
  return format;
}

/** As the locale writes money; `plain` leaves the currency's sign out, for columns whose head names it. */
export function formatMoney(amount: MoneyAmount, tag: string, plain = false): string {
  const digits = minorDigits(amount.currencyCode);
  const format = numberFormat(tag, {
    ...(plain ? {} : {style: 'currency', currency: amount.currencyCode}),
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  // A decimal string is formatted exactly; a number would be rounded to a double first.
  return format.format(decimalText(amount.minorUnits, digits) as unknown as number);
}

/** A few characters for an axis: "12.5K", "1,2 Mio.". Rounded, so never for a figure that counts. */
export function formatMoneyCompact(amount: MoneyAmount, tag: string): string {
  const text = decimalText(amount.minorUnits, minorDigits(amount.currencyCode));
  return numberFormat(tag, {notation: 'compact', maximumFractionDigits: 1}).format(text as unknown as number);
}

/** How the locale separates groups and decimals. */
export function separators(tag: string): {group: string; decimal: string} {
  const parts = numberFormat(tag, {minimumFractionDigits: 1, useGrouping: true}).formatToParts(-1234567.5);
  const of = (type: string) => parts.find((part) => part.type === type)?.value;
  return {group: of('group') ?? ',', decimal: of('decimal') ?? '.'};
}

/** Why a text is no amount; the caller says it in words. */
export type MoneyTextFault = 'empty' | 'not-a-number' | 'too-many-decimals' | 'bad-grouping' | 'too-large';

const LARGEST = 2n ** 63n - 1n;

/** Reads what a person typed in their locale: "1,234.50", "1234.5", "1.234,50", "-3". Never guesses. */
export function parseMoney(text: string, currencyCode: string, tag: string): {minorUnits: bigint} | {fault: MoneyTextFault} {
  const digits = minorDigits(currencyCode);
  const {group, decimal} = separators(tag);
  let rest = text.replace(/[\s\u00a0\u202f]/g, '').replace(/\u2212/g, '-').replace(currencyCode, '');
  // Switzerland's locales have one or the other apostrophe, keyboards the straight one.
  if (/['\u2019]/.test(group)) rest = rest.replace(/['\u2019]/g, group);
  if (rest === '') return {fault: 'empty'};
  const negative = rest.startsWith('-');
  if (negative) rest = rest.slice(1);
  const pieces = rest.split(decimal);
  if (pieces.length > 2) return {fault: 'not-a-number'};
  let whole = pieces[0] ?? '';
  const fraction = pieces[1] ?? '';
  const grouped = group.trim() !== '' && whole.includes(group);
  if (grouped) {
    const groups = whole.split(group);
    const wellGrouped = groups.every((part, at) => (at === 0 ? /^\d{1,3}$/.test(part) : /^\d{2,3}$/.test(part))) && groups.at(-1)?.length === 3;
    if (!wellGrouped) return {fault: groups.every((part) => /^\d*$/.test(part)) ? 'bad-grouping' : 'not-a-number'};
    whole = groups.join('');
  }
  if (!/^\d*$/.test(whole) || !/^\d*$/.test(fraction) || whole + fraction === '') return {fault: 'not-a-number'};
  if (fraction.length > digits) return {fault: 'too-many-decimals'};
  const minorUnits = BigInt((whole || '0') + fraction.padEnd(digits, '0'));
  if (minorUnits > LARGEST) return {fault: 'too-large'};
  return {minorUnits: negative ? -minorUnits : minorUnits};
}
