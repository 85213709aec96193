import {useMemo} from 'react';
import {CalendarDate as Day, parseDate} from '@internationalized/date';
import {DateField as AriaDateField, DateInput, DateSegment} from 'react-aria-components/DateField';
import {I18nProvider} from 'react-aria-components/I18nProvider';
import {Field, type FieldProps} from '@avid/kit';
import {useLocale} from '@avid/kit';
import fields from '../field.module.css';
import styles from './date-field.module.css';

export interface DateFieldProps extends FieldProps {
  /** YYYY-MM-DD, or empty. */
  value: string;
  onChange(date: string): void;
  disabled?: boolean;
}

function dayOf(value: string): Day | null {
  return /^\d{4}-\d{2}-\d{2}$/.test(value) ? parseDate(value) : null;
}

/** A calendar date, part by part in the order of the person's locale; every part goes up and down by keys. */
export function DateField({label, labelHidden, hint, error, name, optional, value, onChange, disabled}: DateFieldProps) {
  const {tag} = useLocale();
  const day = useMemo(() => dayOf(value), [value]);
  return (
    <Field {...{label, labelHidden, hint, error, name, optional}}>
      {(control) => (
        <I18nProvider locale={tag}>
          <AriaDateField
            id={control.id}
            className={fields.control ?? ''}
            aria-labelledby={control['aria-labelledby']}
            aria-describedby={control['aria-describedby']}
            isInvalid={Boolean(control['aria-invalid'])}
            isDisabled={disabled}
            shouldForceLeadingZeros
            value={day}
            onChange={(next) => onChange(next ? new Day(next.year, next.month, next.day).toString() : '')}
            data-invalid={control['aria-invalid']}
          >
            <DateInput className={styles.input ?? ''}>
              {(segment) => <DateSegment segment={segment} className={styles.segment ?? ''} />}
            </DateInput>
          </AriaDateField>
        </I18nProvider>
      )}
    </Field>
  );
}
