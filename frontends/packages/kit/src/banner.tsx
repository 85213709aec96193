import type {ReactNode} from 'react';
import {CircleAlert, CircleCheck, Info, TriangleAlert} from 'lucide-react';
import {classes} from './classes';
import styles from './banner.module.css';

export type Tone = 'neutral' | 'info' | 'positive' | 'warning' | 'danger';

const ICONS = {neutral: Info, info: Info, positive: CircleCheck, warning: TriangleAlert, danger: CircleAlert};

export interface BannerProps {
  tone?: Tone;
  title: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
}

/** Says something about the whole page; what is dangerous interrupts a screen reader, the rest waits. */
export function Banner({tone = 'info', title, children, actions}: BannerProps) {
  const Icon = ICONS[tone];
  return (
    <div className={classes(styles.banner, styles[tone])} role={tone === 'danger' ? 'alert' : 'status'}>
      <Icon size={16} aria-hidden="true" />
      <div className={styles.body}>
        <strong>{title}</strong>
        {children && <div>{children}</div>}
      </div>
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}

/** A state or a kind in a word. The word carries the meaning, the colour only helps. */
export function Badge({tone = 'neutral', live, children}: {tone?: Tone; live?: boolean; children: ReactNode}) {
  return (
    <span className={classes(styles.badge, styles[tone])}>
      {live && <span className={classes(styles.dot, styles.live)} aria-hidden="true" />}
      {children}
    </span>
  );
}
