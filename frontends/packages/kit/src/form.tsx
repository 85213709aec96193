import {createContext, useContext, useEffect, useLayoutEffect, useMemo, useRef, useState, type FormHTMLAttributes, type ReactNode} from 'react';
import {Banner} from './banner';
import {useTexts} from './locale';
import {kitTexts} from './texts';
import styles from './field.module.css';

/** What is wrong, by the name of the field: "email", "address.postal_code", as the server names it. */
export type FieldErrors = Readonly<Record<string, string>>;

const NONE: FieldErrors = {};
const ErrorsContext = createContext<FieldErrors>(NONE);

/** The error that the surrounding form knows for a field of this name. */
export function useFieldError(name: string | undefined): string | undefined {
  const errors = useContext(ErrorsContext);
  return name ? errors[name] : undefined;
}

export interface FormProps extends Omit<FormHTMLAttributes<HTMLFormElement>, 'onSubmit'> {
  onSubmit(): void;
  /** From the server; each is shown at its field, those without a field above all. */
  errors?: FieldErrors;
  children: ReactNode;
}

/**
 * A form whose errors stand at their fields. New errors move the focus to the first field that is wrong.
 * The browser's own validation is off: it speaks another language than the page and hides all but one.
 */
export function Form({onSubmit, errors, children, ...rest}: FormProps) {
  const texts = useTexts(kitTexts);
  const form = useRef<HTMLFormElement>(null);
  const summary = useRef<HTMLDivElement>(null);
  const all = useMemo(() => Object.entries(errors ?? {}), [errors]);
  const [without, setWithout] = useState<readonly [string, string][]>([]);
  useLayoutEffect(() => {
    const shown = new Set([...(form.current?.querySelectorAll<HTMLElement>('[data-field]') ?? [])].map((at) => at.dataset.field));
    setWithout(all.filter(([name]) => !shown.has(name)));
  }, [all]);
  useEffect(() => {
    if (all.length === 0) return;
    const first = form.current?.querySelector<HTMLElement>('input[aria-invalid="true"], textarea[aria-invalid="true"], select[aria-invalid="true"], [data-invalid] [tabindex]');
    (first ?? summary.current)?.focus();
  }, [all]);
  return (
    <ErrorsContext.Provider value={errors ?? NONE}>
      <form
        {...rest}
        ref={form}
        noValidate
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          event.stopPropagation();
          onSubmit();
        }}
      >
        {all.length > 0 && (
          <div ref={summary} tabIndex={-1}>
            <Banner tone="danger" title={without.length > 0 ? texts.otherErrors : texts.formErrors}>
              {without.length > 0 && (
                <ul>
                  {without.map(([name, message]) => (
                    <li key={name}>{message}</li>
                  ))}
                </ul>
              )}
            </Banner>
          </div>
        )}
        {children}
      </form>
    </ErrorsContext.Provider>
  );
}

/** Fields side by side where there is room. */
export function FieldRow({children}: {children: ReactNode}) {
  return <div className={styles.row}>{children}</div>;
}

export function FormActions({children}: {children: ReactNode}) {
  return <div className={styles.actions}>{children}</div>;
}
