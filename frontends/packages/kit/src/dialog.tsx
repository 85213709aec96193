import {useEffect, useId, useRef, type ReactNode} from 'react';
import {X} from 'lucide-react';
import {Button} from './button';
import {classes} from './classes';
import {useTexts} from './locale';
import {kitTexts} from './texts';
import styles from './dialog.module.css';

export interface DialogProps {
  open: boolean;
  onClose(): void;
  title: string;
  children: ReactNode;
  /** "side" stands at the right over the whole height, for what is read beside a list. */
  size?: 'normal' | 'wide' | 'side';
  /** While what was typed would be lost, a click beside the dialog does not close it; Escape and the cross do. */
  holdsInput?: boolean;
}

/** The browser's own modal dialog: focus is kept inside, the rest is inert, Escape closes, focus returns. */
export function Dialog({open, onClose, title, children, size = 'normal', holdsInput}: DialogProps) {
  const texts = useTexts(kitTexts);
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const element = dialog.current;
    if (!open || !element) return;
    const before = document.activeElement;
    if (!element.open) {
      element.showModal();
      // The browser would take the cross, which comes first; what is to be filled in is why the dialog is there.
      element.querySelector<HTMLElement>('input:not(:disabled), textarea:not(:disabled), select:not(:disabled)')?.focus();
    }
    return () => {
      element.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, [open]);
  if (!open) return null;
  return (
    <dialog
      ref={dialog}
      className={classes(styles.dialog, size !== 'normal' && styles[size])}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onMouseDown={(event) => {
        if (event.target === dialog.current && !holdsInput) onClose();
      }}
    >
      <div className={styles.head}>
        <h2 id={titleId} className={styles.title}>
          {title}
        </h2>
        <Button tone="quiet" label={texts.close} icon={<X size={16} aria-hidden="true" />} onClick={onClose} />
      </div>
      <div className={styles.body}>{children}</div>
    </dialog>
  );
}
