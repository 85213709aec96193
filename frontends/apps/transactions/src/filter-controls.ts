import {KINDS, type KindName} from './kinds';

/** What the controls above the list say; each is a part of the filter. */
export interface Controls {
  kind: KindName | '';
  /** Days, YYYY-MM-DD, both included. */
  from: string;
  to: string;
  /** Whole minor units; the same in both is one amount. */
  least: bigint | undefined;
  most: bigint | undefined;
  /** Something is owed, or not allocated. */
  open: boolean;
  disputed: boolean;
  /** "customers/{id}". */
  customer: string;
  /** Words that find numbers and external ids. */
  words: string;
}

export const NO_CONTROLS: Controls = {kind: '', from: '', to: '', least: undefined, most: undefined, open: false, disputed: false, customer: '', words: ''};

/** The filter that the controls mean, in the language of ListTransactions. */
export function writeFilter(controls: Controls): string {
  const {kind, from, to, least, most, open, disputed, customer, words} = controls;
  const exact = least !== undefined && least === most;
  return [
    kind && `kind = ${kind}`,
    customer && `customer = "${customer}"`,
    exact && `amount_minor = ${least}`,
    !exact && least !== undefined && `amount_minor >= ${least}`,
    !exact && most !== undefined && `amount_minor <= ${most}`,
    from && `effective_date >= "${from}"`,
    to && `effective_date <= "${to}"`,
    open && 'remaining_minor > 0',
    disputed && 'disputed = true',
    ...words.trim().split(/\s+/).filter(Boolean).map((word) => `"${word.replace(/["\\]/g, '\\$&')}"`),
  ].filter(Boolean).join(' AND ');
}

const PART = /^(?:(kind|customer|amount_minor|effective_date|remaining_minor|disputed)\s*(=|>=|<=|>)\s*"?([^"\s]+)"?|"((?:[^"\\]|\\.)+)")$/;

/** What controls a filter can be shown by; undefined where it says more than they can. */
export function readFilter(filter: string): Controls | undefined {
  const controls = {...NO_CONTROLS};
  const words: string[] = [];
  for (const part of filter.split(/\s+AND\s+/).map((each) => each.trim()).filter(Boolean)) {
    const match = PART.exec(part);
    if (!match) {
      if (!/^[\w.-]+$/.test(part) || ['AND', 'OR', 'NOT'].includes(part)) return undefined;
      words.push(part);
      continue;
    }
    const [, field, operator, value = '', word] = match;
    if (word !== undefined) words.push(word.replace(/\\(.)/g, '$1'));
    else if (!take(controls, `${field} ${operator}`, value)) return undefined;
  }
  return {...controls, words: words.join(' ')};
}

function take(controls: Controls, what: string, value: string): boolean {
  const amount = /^\d{1,16}$/.test(value) ? BigInt(value) : undefined;
  const day = /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : undefined;
  switch (what) {
    case 'kind =':
      return KINDS.includes(value as KindName) && controls.kind === '' && Boolean((controls.kind = value as KindName));
    case 'customer =':
      return controls.customer === '' && Boolean((controls.customer = value));
    case 'amount_minor =':
      if (amount === undefined || controls.least !== undefined || controls.most !== undefined) return false;
      controls.least = controls.most = amount;
      return true;
    case 'amount_minor >=':
      if (amount === undefined || controls.least !== undefined) return false;
      controls.least = amount;
      return true;
    case 'amount_minor <=':
      if (amount === undefined || controls.most !== undefined) return false;
      controls.most = amount;
      return true;
    case 'effective_date >=':
      return day !== undefined && controls.from === '' && Boolean((controls.from = day));
    case 'effective_date <=':
      return day !== undefined && controls.to === '' && Boolean((controls.to = day));
    case 'remaining_minor >':
      return value === '0' && (controls.open = true);
    case 'disputed =':
      return value === 'true' && (controls.disputed = true);
    default:
      return false;
  }
}
