import type {AnchorHTMLAttributes, ButtonHTMLAttributes, ReactNode, Ref} from 'react';
import {classes} from './classes';
import styles from './button.module.css';

export type ButtonTone = 'primary' | 'secondary' | 'quiet' | 'danger';

interface Look {
  tone?: ButtonTone;
  icon?: ReactNode;
  /** No words to be seen: `label` is then what a screen reader says and what hovering shows. */
  label?: string;
  children?: ReactNode;
}

export interface ButtonProps extends Look, Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'> {
  /** Under way: cannot be pressed again, keeps its focus, and says so. */
  busy?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

function look({tone = 'secondary', icon, children}: Look): string {
  return classes(styles.button, styles[tone], Boolean(icon) && !children && styles.icon);
}

export function Button({tone, icon, label, children, busy, className, onClick, type = 'button', ...rest}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      className={classes(look({tone, icon, children}), className)}
      aria-label={label ?? rest['aria-label']}
      title={label ?? rest.title}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    >
      {busy ? <span className={styles.spinner} aria-hidden="true" /> : icon}
      {children}
    </button>
  );
}

export interface LinkButtonProps extends Look, Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'children'> {
  href: string;
}

/** A link that looks like a button; it can be opened in another tab, as a button cannot. */
export function LinkButton({tone, icon, label, children, className, ...rest}: LinkButtonProps) {
  return (
    <a {...rest} className={classes(look({tone, icon, children}), className)} aria-label={label} title={label}>
      {icon}
      {children}
    </a>
  );
}

export function Spinner({label}: {label: string}) {
  return <span role="img" aria-label={label} className={styles.spinner} />;
}
