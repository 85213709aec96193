import {fireEvent, render, screen, waitFor} from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {useState} from 'react';
import {expect, test} from 'vitest';
import {Form, LocaleProvider, MoneyField, TextField, type FieldErrors} from '../src';
import {DateField} from '../src/date-field';
import {expectAccessible} from './accessible';

function Amount({onMinor}: {onMinor(minor: bigint | undefined): void}) {
  const [value, setValue] = useState<bigint | undefined>();
  return <MoneyField label="Amount" currencyCode="EUR" value={value} onChange={(minor) => (setValue(minor), onMinor(minor))} />;
}

test('an amount is told in minor units as it is typed, and written by the locale on leaving', async () => {
  const told: (bigint | undefined)[] = [];
  render(<LocaleProvider tag="de-DE"><Amount onMinor={(minor) => told.push(minor)} /></LocaleProvider>);
  await userEvent.type(screen.getByLabelText('Amount'), '1234,5');
  await userEvent.tab();
  expect(told.at(-1)).toBe(123_450n);
  expect(screen.getByLabelText<HTMLInputElement>('Amount').value).toBe('1.234,50');
});

test('what is no amount is said at the field and told as none', async () => {
  const told: (bigint | undefined)[] = [];
  render(<LocaleProvider tag="en-US"><Amount onMinor={(minor) => told.push(minor)} /></LocaleProvider>);
  await userEvent.type(screen.getByLabelText('Amount'), '1.234');
  await userEvent.tab();
  expect(told.at(-1)).toBeUndefined();
  expect(screen.getByLabelText('Amount').getAttribute('aria-invalid')).toBe('true');
  screen.getByText('EUR has 2 decimals. Enter no more.');
  await expectAccessible();
});

function Contact({errors}: {errors?: FieldErrors}) {
  return (
    <Form onSubmit={() => undefined} errors={errors}>
      <TextField label="Name" name="display_name" value="a" onChange={() => undefined} />
      <TextField label="E-mail" name="email" value="b" onChange={() => undefined} />
    </Form>
  );
}

test('an error from the server stands at its field, which takes the focus; one without a field stands above', async () => {
  const {rerender} = render(<Contact />);
  rerender(<Contact errors={{email: 'An e-mail address is expected.', etag: 'It changed meanwhile.'}} />);
  const email = screen.getByLabelText('E-mail');
  await waitFor(() => expect(document.activeElement).toBe(email));
  expect(document.getElementById(email.getAttribute('aria-describedby') ?? '')?.textContent).toContain('An e-mail address is expected.');
  expect(screen.getByRole('alert').textContent).toContain('It changed meanwhile.');
  expect(screen.getByRole('alert').textContent).not.toContain('An e-mail address');
  await expectAccessible();
});

function Due({onDate}: {onDate(date: string): void}) {
  const [date, setDate] = useState('2026-11-25');
  return <DateField label="Due" value={date} onChange={(next) => (setDate(next), onDate(next))} />;
}

test('a date stands in the order of the locale and goes up and down by keys', async () => {
  const told: string[] = [];
  render(<LocaleProvider tag="de-DE"><Due onDate={(date) => told.push(date)} /></LocaleProvider>);
  const parts = screen.getAllByRole('spinbutton');
  expect(parts.map((part) => part.textContent)).toEqual(['25', '11', '2026']);
  fireEvent.keyDown(parts[0] as HTMLElement, {key: 'ArrowUp'});
  fireEvent.keyUp(parts[0] as HTMLElement, {key: 'ArrowUp'});
  await waitFor(() => expect(told.at(-1)).toBe('2026-11-26'));
  await expectAccessible();
});
