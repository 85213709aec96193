/** One invoice of a payment under way; no secret, and nothing that could start it again. */
export interface Paying {
  process: string;
  invoice: string;
  number: string;
  currencyCode: string;
  minorUnits: string;
}

const keyOf = (attempt: string) => `avid.paying.${attempt}`;

/** For this tab, so that it finds them again when the bank sends it back. */
export function rememberPaying(attempt: string, begun: readonly Paying[]): void {
  window.sessionStorage.setItem(keyOf(attempt), JSON.stringify(begun));
}

/** Empty where this tab did not start it. */
export function payingOf(attempt: string): readonly Paying[] {
  return JSON.parse(window.sessionStorage.getItem(keyOf(attempt)) ?? '[]') as Paying[];
}
