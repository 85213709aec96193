const formats = new Map<string, Intl.DateTimeFormat>();

function dateFormat(tag: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = tag + JSON.stringify(options);
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(tag, options);
    formats.set(key, format);
  }
  return format;
}

/** A calendar date (YYYY-MM-DD, no time zone) as the locale writes it; the text itself where it is none. */
export function formatDate(date: string, tag: string, length: 'short' | 'long' = 'short'): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  if (!match) return date;
  const time = Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]));
  const options: Intl.DateTimeFormatOptions =
    length === 'long' ? {dateStyle: 'long', timeZone: 'UTC'} : {day: '2-digit', month: 'short', year: 'numeric', timeZone: 'UTC'};
  return dateFormat(tag, options).format(time);
}

/** An instant in the person's own time zone. */
export function formatInstant(instant: Date, tag: string): string {
  return dateFormat(tag, {day: '2-digit', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit'}).format(instant);
}

/** Today in the person's time zone, YYYY-MM-DD. */
export function calendarDate(instant: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${instant.getFullYear()}-${two(instant.getMonth() + 1)}-${two(instant.getDate())}`;
}
