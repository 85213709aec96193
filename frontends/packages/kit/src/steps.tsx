import {useId, type ReactNode} from 'react';
import {Check, CircleSmall, Clock, LoaderCircle, X} from 'lucide-react';
import {classes} from './classes';
import {useTexts} from './locale';
import {kitTexts} from './texts';
import styles from './steps.module.css';

export type StepState = 'done' | 'active' | 'waiting' | 'failed' | 'pending';

export interface Step {
  key: string;
  label: string;
  state: StepState;
  /** Which attempt, why it waits, what failed. */
  detail?: ReactNode;
}

const ICONS = {done: Check, active: LoaderCircle, waiting: Clock, failed: X, pending: CircleSmall};

/** The steps of a process, each with its state in words for those who do not see the mark. */
export function Steps({steps, label}: {steps: readonly Step[]; label: string}) {
  const texts = useTexts(kitTexts);
  const words = {done: texts.stepDone, active: texts.stepActive, waiting: texts.stepWaiting, failed: texts.stepFailed, pending: texts.stepPending};
  return (
    <ol className={styles.steps} aria-label={label}>
      {steps.map((step) => {
        const Icon = ICONS[step.state];
        return (
          <li key={step.key} className={classes(styles.step, styles[step.state])} aria-current={step.state === 'active' ? 'step' : undefined}>
            <span className={styles.mark}>
              <Icon size={12} aria-hidden="true" />
            </span>
            <div>
              <div className={styles.name}>
                {step.label} <span className={styles.state}>{words[step.state]}</span>
              </div>
              {step.detail && <div className={styles.detail}>{step.detail}</div>}
            </div>
          </li>
        );
      })}
    </ol>
  );
}

/** How far something is: `done` of `total`, or moving without an end where there is no total. */
export function Progress({label, done, total, note}: {label: string; done?: number; total?: number; note?: ReactNode}) {
  const id = useId();
  return (
    <div className={styles.progress}>
      <div className={styles.progressHead}>
        <label htmlFor={id}>{label}</label>
        {note && <span>{note}</span>}
      </div>
      <progress id={id} className={styles.bar} max={total || undefined} value={total ? Math.min(done ?? 0, total) : undefined} />
    </div>
  );
}
