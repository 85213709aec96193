import type {ReactNode} from 'react';
import {CircleAlert, Inbox} from 'lucide-react';
import {Button} from './button';
import {useTexts} from './locale';
import {kitTexts} from './texts';
import styles from './states.module.css';

export interface EmptyStateProps {
  icon?: ReactNode;
  title: string;
  /** What a person can do about it. */
  children?: ReactNode;
  actions?: ReactNode;
}

export function EmptyState({icon, title, children, actions}: EmptyStateProps) {
  return (
    <div className={styles.state} role="status">
      {icon ?? <Inbox size={24} strokeWidth={1.5} aria-hidden="true" />}
      <p className={styles.title}>{title}</p>
      {children && <div className={styles.text}>{children}</div>}
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}

/** What went wrong, in the words of who knows it, and a retry. */
export function ErrorState({title, children, onRetry, actions}: EmptyStateProps & {onRetry?(): void}) {
  const texts = useTexts(kitTexts);
  return (
    <div className={styles.state} role="alert">
      <CircleAlert size={24} strokeWidth={1.5} aria-hidden="true" />
      <p className={styles.title}>{title}</p>
      {children && <div className={styles.text}>{children}</div>}
      <div className={styles.actions}>
        {onRetry && <Button onClick={onRetry}>{texts.retry}</Button>}
        {actions}
      </div>
    </div>
  );
}

/** Grey lines in the place of what comes. */
export function LoadingState({lines = 5, label}: {lines?: number; label?: string}) {
  const texts = useTexts(kitTexts);
  return (
    <div className={styles.lines} role="status" aria-label={label ?? texts.loading} aria-busy="true">
      {Array.from({length: lines}, (_, line) => (
        <span key={line} className={styles.skeleton} />
      ))}
    </div>
  );
}
