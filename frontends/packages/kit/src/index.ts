export {Badge, Banner, type BannerProps, type Tone} from './banner';
export {Button, LinkButton, Spinner, type ButtonProps, type ButtonTone, type LinkButtonProps} from './button';
export {classes} from './classes';
export {calendarDate, formatDate, formatInstant} from './date';
export {Dialog, type DialogProps} from './dialog';
export {CalendarDate, Instant, Money} from './display';
export {
  Checkbox, Field, MoneyField, SearchField, SelectField, TextArea, TextField,
  type CheckboxProps, type ControlProps, type FieldProps, type MoneyFieldProps, type Option, type SearchFieldProps, type SelectFieldProps,
  type TextAreaProps, type TextFieldProps,
} from './field';
export {FieldRow, Form, FormActions, useFieldError, type FieldErrors, type FormProps} from './form';
export {catalogue, localeOf, LocaleProvider, useLocale, useTexts, type Catalogue, type Language, type Locale} from './locale';
export {Menu, type MenuGroup, type MenuItem, type MenuProps} from './menu';
export {decimalText, formatMoney, formatMoneyCompact, minorDigits, parseMoney, type MoneyAmount, type MoneyTextFault} from './money';
export {Card, Columns, Details, Figures, FilterBar, Page, PageHeader, SkipLink, type Figure, type PageHeaderProps} from './page';
export {EmptyState, ErrorState, LoadingState, type EmptyStateProps} from './states';
export {Progress, Steps, type Step, type StepState} from './steps';
export {Tabs, type Tab} from './tabs';
export {useThemeChoice, type ThemeChoice} from './theme';
export {toast, Toaster, type ToastOptions} from './toast';
