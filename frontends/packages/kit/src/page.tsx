import type {ReactNode} from 'react';
import {ArrowLeft} from 'lucide-react';
import {classes} from './classes';
import styles from './page.module.css';

/** The first thing that Tab reaches: leads past the navigation. */
export function SkipLink({targetId, children}: {targetId: string; children: ReactNode}) {
  return (
    <a className={styles.skip} href={`#${targetId}`}>
      {children}
    </a>
  );
}

/** The frame of a page. `fill` gives its last child (a table) the height that is left; `narrow` is for reading. */
export function Page({children, fill, narrow}: {children: ReactNode; fill?: boolean; narrow?: boolean}) {
  return <div className={classes(styles.page, fill && styles.fill, narrow && styles.narrow)}>{children}</div>;
}

export interface PageHeaderProps {
  title: ReactNode;
  /** Beside the title: states, an id. */
  badges?: ReactNode;
  description?: ReactNode;
  back?: {href: string; label: string; onClick?(event: React.MouseEvent): void};
  actions?: ReactNode;
}

export function PageHeader({title, badges, description, back, actions}: PageHeaderProps) {
  return (
    <header className={styles.header}>
      <div className={styles.words}>
        {back && (
          <a className={styles.back} href={back.href} onClick={back.onClick}>
            <ArrowLeft size={12} aria-hidden="true" />
            {back.label}
          </a>
        )}
        <h1 className={styles.title}>
          {title}
          {badges}
        </h1>
        {description && <p className={styles.description}>{description}</p>}
      </div>
      {actions && <div className={styles.actions}>{actions}</div>}
    </header>
  );
}

/** Search first, then filters, and at the end what acts on the list. */
export function FilterBar({children, end, label}: {children: ReactNode; end?: ReactNode; label: string}) {
  return (
    <div className={styles.filters} role="search" aria-label={label}>
      {children}
      {end && <div className={styles.filtersEnd}>{end}</div>}
    </div>
  );
}

export function Card({title, actions, flush, children}: {title?: ReactNode; actions?: ReactNode; flush?: boolean; children: ReactNode}) {
  return (
    <section className={styles.card}>
      {title && (
        <div className={styles.cardHead}>
          <h2 className={styles.cardTitle}>{title}</h2>
          {actions && <div className={styles.actions}>{actions}</div>}
        </div>
      )}
      <div className={flush ? undefined : styles.cardBody}>{children}</div>
    </section>
  );
}

/** A wide part and a narrow one beside it; one under the other on a small screen. */
export function Columns({children}: {children: [ReactNode, ReactNode]}) {
  return (
    <div className={styles.columns}>
      <div>{children[0]}</div>
      <div>{children[1]}</div>
    </div>
  );
}

export interface Figure {
  key: string;
  label: string;
  value: ReactNode;
  note?: ReactNode;
}

/** The few numbers that matter, side by side. */
export function Figures({figures}: {figures: readonly Figure[]}) {
  return (
    <dl className={styles.figures}>
      {figures.map((figure) => (
        <div key={figure.key} className={styles.figure}>
          <dt className={styles.figureLabel}>{figure.label}</dt>
          <dd className={styles.figureValue}>{figure.value}</dd>
          {figure.note && <dd className={styles.figureNote}>{figure.note}</dd>}
        </div>
      ))}
    </dl>
  );
}

/** Names and values, one pair a line. */
export function Details({items}: {items: readonly {key: string; label: string; value: ReactNode}[]}) {
  return (
    <dl className={styles.details}>
      {items.flatMap((item) => [<dt key={`${item.key}-label`}>{item.label}</dt>, <dd key={item.key}>{item.value}</dd>])}
    </dl>
  );
}
