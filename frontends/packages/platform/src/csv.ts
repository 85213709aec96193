/** A number as a plain decimal, whatever the person's locale: "-12.50". It stands as it is; a text may come from anybody. */
export interface Decimal {
  decimal: string;
}
export type Cell = string | Decimal;

/** A field as RFC 4180 has it. A text that a spreadsheet would take for a formula is kept from it by an apostrophe. */
function field(cell: Cell): string {
  if (typeof cell !== 'string') return cell.decimal;
  const harmless = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** A line of a CSV file, with its end. */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(field).join(',')}\r\n`;
}

/** A CSV file's text, the header first. */
export function csvText(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [header, ...rows].map(csvLine).join('');
}

/** Hands a file to the browser, as if it were downloaded. */
export function saveFile(name: string, text: string): void {
  // The mark tells spreadsheets that it is UTF-8.
  const url = URL.createObjectURL(new Blob(['\uFEFF', text], {type: 'text/csv;charset=utf-8'}));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
