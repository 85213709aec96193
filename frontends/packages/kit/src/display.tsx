import {classes} from './classes';
import {formatDate, formatInstant} from './date';
import {useLocale} from './locale';
import {formatMoney, type MoneyAmount} from './money';
import styles from './display.module.css';

/** An amount as the person's locale writes it, in figures of one width. */
export function Money({amount, plain, tinted}: {amount: MoneyAmount; plain?: boolean; tinted?: boolean}) {
  const {tag} = useLocale();
  const look = tinted && amount.minorUnits < 0n && styles.negative;
  return <span className={classes(styles.money, look)}>{formatMoney(amount, tag, plain)}</span>;
}

/** A calendar date, YYYY-MM-DD; a dash where there is none. */
export function CalendarDate({date, length}: {date: string; length?: 'short' | 'long'}) {
  const {tag} = useLocale();
  if (!date) return <span className={styles.subtle}>–</span>;
  return (
    <time className={styles.date} dateTime={date}>
      {formatDate(date, tag, length)}
    </time>
  );
}

/** An instant in the person's time zone. */
export function Instant({instant}: {instant: Date | undefined}) {
  const {tag} = useLocale();
  if (!instant) return <span className={styles.subtle}>–</span>;
  return (
    <time className={styles.date} dateTime={instant.toISOString()}>
      {formatInstant(instant, tag)}
    </time>
  );
}
