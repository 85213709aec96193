import {useEffect, useRef, useSyncExternalStore} from 'react';
import {CircleAlert, CircleCheck, Info, X} from 'lucide-react';
import {Button} from './button';
import {classes} from './classes';
import {useTexts} from './locale';
import {kitTexts} from './texts';
import styles from './toast.module.css';

export interface ToastOptions {
  text: string;
  tone?: 'info' | 'positive' | 'danger';
  /** Takes back what the toast tells of. */
  onUndo?(): void;
  /** What fails stays until it is dismissed; all else goes after this time. */
  durationMillis?: number;
}

interface Toast extends ToastOptions {
  id: number;
}

const SHORT_MILLIS = 5_000;
const WITH_UNDO_MILLIS = 10_000;
const MOST = 3;

let toasts: readonly Toast[] = [];
let last = 0;
const listeners = new Set<() => void>();

function set(next: readonly Toast[]) {
  toasts = next;
  listeners.forEach((listener) => listener());
}

/** Tells what happened, from anywhere; a Toaster in the page shows it. Answers how to take it away again. */
export function toast(options: ToastOptions): () => void {
  const id = ++last;
  set([...toasts, {...options, id}].slice(-MOST));
  return () => dismiss(id);
}

function dismiss(id: number) {
  set(toasts.filter((at) => at.id !== id));
}

/** Where toasts appear: once in a page. They wait while the pointer or the focus is on them. */
export function Toaster() {
  const texts = useTexts(kitTexts);
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
  return (
    <section className={styles.toaster} aria-label={texts.notifications} aria-live="polite">
      {shown.map((at) => (
        <ToastCard key={at.id} toast={at} />
      ))}
    </section>
  );
}

const ICONS = {info: Info, positive: CircleCheck, danger: CircleAlert};

function ToastCard({toast: {id, text, tone = 'info', onUndo, durationMillis}}: {toast: Toast}) {
  const texts = useTexts(kitTexts);
  const card = useRef<HTMLDivElement>(null);
  const Icon = ICONS[tone];
  useEffect(() => {
    if (tone === 'danger' && durationMillis === undefined) return;
    const duration = durationMillis ?? (onUndo ? WITH_UNDO_MILLIS : SHORT_MILLIS);
    let timer = window.setTimeout(function end() {
      if (card.current?.matches(':hover, :focus-within')) timer = window.setTimeout(end, 1_000);
      else dismiss(id);
    }, duration);
    return () => window.clearTimeout(timer);
  }, [id, tone, durationMillis, onUndo]);
  return (
    <div ref={card} className={classes(styles.toast, styles[tone])}>
      <Icon size={16} aria-hidden="true" />
      <span className={styles.words}>{text}</span>
      {onUndo && (
        <Button
          tone="quiet"
          onClick={() => {
            dismiss(id);
            onUndo();
          }}
        >
          {texts.undo}
        </Button>
      )}
      <Button tone="quiet" label={texts.dismiss} icon={<X size={16} aria-hidden="true" />} onClick={() => dismiss(id)} />
    </div>
  );
}
