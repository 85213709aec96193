import {useEffect, useId, useRef, useState, type InputHTMLAttributes, type ReactNode, type Ref, type TextareaHTMLAttributes} from 'react';
import {ChevronDown, CircleAlert, Search, X} from 'lucide-react';
import {classes} from './classes';
import {useFieldError} from './form';
import {useLocale, useTexts} from './locale';
import {decimalText, formatMoney, minorDigits, parseMoney, separators} from './money';
import {kitTexts} from './texts';
import styles from './field.module.css';

/** What every field has around its control. */
export interface FieldProps {
  label: ReactNode;
  /** Where the words would be said twice, they are left to screen readers. */
  labelHidden?: boolean;
  hint?: ReactNode;
  /** Wins over the error that the form has for `name`. */
  error?: string;
  /** As the server names it; the form's error of this name is shown here. */
  name?: string;
  optional?: boolean;
}

export interface ControlProps {
  id: string;
  name: string | undefined;
  'aria-invalid': true | undefined;
  'aria-describedby': string | undefined;
  'aria-labelledby': string;
}

/** Label, control, hint and error, tied together by ids. All fields are made of it. */
export function Field({label, labelHidden, hint, error, name, optional, children}: FieldProps & {children(control: ControlProps): ReactNode}) {
  const texts = useTexts(kitTexts);
  const id = useId();
  const fromForm = useFieldError(name);
  const message = error ?? fromForm;
  const described = [hint && `${id}-hint`, message && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div className={styles.field} data-field={name}>
      <label htmlFor={id} id={`${id}-label`} className={labelHidden ? styles.hidden : styles.label}>
        <span>{label}</span>
        {optional && <span className={styles.optional}>{texts.optional}</span>}
      </label>
      {children({id, name, 'aria-invalid': message ? true : undefined, 'aria-describedby': described || undefined, 'aria-labelledby': `${id}-label`})}
      {hint && (
        <p id={`${id}-hint`} className={styles.hint}>
          {hint}
        </p>
      )}
      {message && (
        <p id={`${id}-error`} className={styles.error}>
          <CircleAlert size={12} aria-hidden="true" />
          <span>{message}</span>
        </p>
      )}
    </div>
  );
}

type Native<T> = Omit<T, 'onChange' | 'value' | 'name' | 'children' | 'prefix'>;

export interface TextFieldProps extends FieldProps, Native<InputHTMLAttributes<HTMLInputElement>> {
  value: string;
  onChange(value: string): void;
  prefix?: ReactNode;
  suffix?: ReactNode;
  ref?: Ref<HTMLInputElement>;
}

export function TextField({label, labelHidden, hint, error, name, optional, value, onChange, prefix, suffix, className, ...rest}: TextFieldProps) {
  return (
    <Field {...{label, labelHidden, hint, error, name, optional}}>
      {(control) => (
        <span className={classes(styles.control, className)}>
          {prefix && <span className={styles.affix}>{prefix}</span>}
          <input {...rest} {...control} className={styles.input} value={value} onChange={(event) => onChange(event.target.value)} />
          {suffix && <span className={styles.affix}>{suffix}</span>}
        </span>
      )}
    </Field>
  );
}

export interface TextAreaProps extends FieldProps, Native<TextareaHTMLAttributes<HTMLTextAreaElement>> {
  value: string;
  onChange(value: string): void;
}

export function TextArea({label, labelHidden, hint, error, name, optional, value, onChange, rows = 4, ...rest}: TextAreaProps) {
  return (
    <Field {...{label, labelHidden, hint, error, name, optional}}>
      {(control) => (
        <span className={styles.control}>
          <textarea {...rest} {...control} rows={rows} className={classes(styles.input, styles.area)} value={value} onChange={(event) => onChange(event.target.value)} />
        </span>
      )}
    </Field>
  );
}

export interface SearchFieldProps extends Omit<TextFieldProps, 'prefix' | 'suffix' | 'type'> {
  /** A key that moves the focus here from anywhere outside a field, for example "/". */
  shortcut?: string;
}

export function SearchField({label, labelHidden = true, hint, error, name, optional, value, onChange, shortcut, className, ...rest}: SearchFieldProps) {
  const texts = useTexts(kitTexts);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (!shortcut) return;
    const focus = (event: KeyboardEvent) => {
      const inField = event.target instanceof HTMLElement && event.target.closest('input, textarea, select, [contenteditable], dialog');
      if (event.key !== shortcut || inField || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    document.addEventListener('keydown', focus);
    return () => document.removeEventListener('keydown', focus);
  }, [shortcut]);
  return (
    <Field {...{label, labelHidden, hint, error, name, optional}}>
      {(control) => (
        <span className={classes(styles.control, className)}>
          <Search size={16} className={styles.affix} aria-hidden="true" />
          <input
            {...rest}
            {...control}
            ref={input}
            type="search"
            autoComplete="off"
            className={styles.input}
            value={value}
            onChange={(event) => onChange(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape' && value) {
                event.preventDefault();
                onChange('');
              }
              rest.onKeyDown?.(event);
            }}
          />
          {value && (
            <button
              type="button"
              className={styles.searchClear}
              aria-label={texts.clear}
              onClick={() => {
                onChange('');
                input.current?.focus();
              }}
            >
              <X size={16} aria-hidden="true" />
            </button>
          )}
        </span>
      )}
    </Field>
  );
}

export interface Option {
  value: string;
  label: string;
  disabled?: boolean;
}

export interface SelectFieldProps extends FieldProps {
  value: string;
  onChange(value: string): void;
  options: readonly Option[];
  disabled?: boolean;
  className?: string;
}

/** The browser's own select: right on every telephone and with every screen reader. */
export function SelectField({label, labelHidden, hint, error, name, optional, value, onChange, options, disabled, className}: SelectFieldProps) {
  return (
    <Field {...{label, labelHidden, hint, error, name, optional}}>
      {(control) => (
        <span className={classes(styles.control, className)}>
          <select {...control} disabled={disabled} className={classes(styles.input, styles.select)} value={value} onChange={(event) => onChange(event.target.value)}>
            {options.map((option) => (
              <option key={option.value} value={option.value} disabled={option.disabled}>
                {option.label}
              </option>
            ))}
          </select>
          <ChevronDown size={16} className={styles.chevron} aria-hidden="true" />
        </span>
      )}
    </Field>
  );
}

export interface CheckboxProps {
  label: ReactNode;
  labelHidden?: boolean;
  checked: boolean | 'mixed';
  onChange(checked: boolean): void;
  disabled?: boolean;
  name?: string;
}

export function Checkbox({label, labelHidden, checked, onChange, disabled, name}: CheckboxProps) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (input.current) input.current.indeterminate = checked === 'mixed';
  }, [checked]);
  return (
    <label className={styles.check}>
      <input ref={input} type="checkbox" name={name} checked={checked === true} disabled={disabled} onChange={(event) => onChange(event.target.checked)} />
      <span className={labelHidden ? styles.hidden : undefined}>{label}</span>
    </label>
  );
}

export interface MoneyFieldProps extends FieldProps {
  currencyCode: string;
  /** Whole minor units; undefined while the field is empty or holds no amount. */
  value: bigint | undefined;
  onChange(minorUnits: bigint | undefined): void;
  disabled?: boolean;
  autoFocus?: boolean;
}

/**
 * An amount as the person's locale writes it. What is typed is kept as it was until the field is left, is
 * never rounded, and what is no amount is said at once on leaving.
 */
export function MoneyField({label, labelHidden, hint, error, name, optional, currencyCode, value, onChange, disabled, autoFocus}: MoneyFieldProps) {
  const texts = useTexts(kitTexts);
  const {tag} = useLocale();
  const written = (minor: bigint | undefined) => (minor === undefined ? '' : formatMoney({currencyCode, minorUnits: minor}, tag, true));
  const [text, setText] = useState(written(value));
  const [fault, setFault] = useState<string>();
  const told = useRef(value);
  useEffect(() => {
    // A value from outside replaces the text; one's own, told to the outside, does not.
    if (value !== told.current) {
      told.current = value;
      setText(written(value));
      setFault(undefined);
    }
  }, [value, currencyCode, tag]);
  const tell = (minor: bigint | undefined) => {
    told.current = minor;
    onChange(minor);
  };
  const leave = () => {
    const read = parseMoney(text, currencyCode, tag);
    if ('minorUnits' in read) {
      setText(written(read.minorUnits));
      setFault(undefined);
      return;
    }
    const digits = minorDigits(currencyCode);
    const example = formatMoney({currencyCode, minorUnits: 123456n * 10n ** BigInt(digits) / 100n}, tag, true);
    switch (read.fault) {
      case 'empty':
        return setFault(undefined);
      case 'too-many-decimals':
        return setFault(texts.moneyDecimals(currencyCode, digits));
      case 'bad-grouping':
        return setFault(texts.moneyGrouping(example));
      case 'too-large':
        return setFault(texts.moneyTooLarge);
      case 'not-a-number':
        return setFault(texts.moneyNotNumber(example));
    }
  };
  return (
    <Field {...{label, labelHidden, hint, name, optional}} error={error ?? fault}>
      {(control) => (
        <span className={styles.control}>
          <span className={styles.affix}>{currencyCode}</span>
          <input
            {...control}
            className={classes(styles.input, styles.money)}
            inputMode="decimal"
            autoComplete="off"
            disabled={disabled}
            autoFocus={autoFocus}
            value={text}
            placeholder={decimalText(0n, minorDigits(currencyCode)).replace('.', separators(tag).decimal)}
            onChange={(event) => {
              setText(event.target.value);
              setFault(undefined);
              const read = parseMoney(event.target.value, currencyCode, tag);
              tell('minorUnits' in read ? read.minorUnits : undefined);
            }}
            onBlur={leave}
          />
        </span>
      )}
    </Field>
  );
}
