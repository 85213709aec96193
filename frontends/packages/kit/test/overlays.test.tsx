import {act, render, screen, waitFor} from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {useState} from 'react';
import {expect, test} from 'vitest';
import {Button, Dialog, Menu, Tabs, toast, Toaster} from '../src';
import {CommandPalette} from '../src/command-palette';
import {expectAccessible} from './accessible';

function WithDialog() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>Open</Button>
      <Dialog open={open} onClose={() => setOpen(false)} title="Refund">
        <Button>Inside</Button>
      </Dialog>
    </>
  );
}

test('a dialog takes the focus, is closed by its cross, and gives the focus back', async () => {
  render(<WithDialog />);
  const open = screen.getByRole('button', {name: 'Open'});
  await userEvent.click(open);
  const dialog = screen.getByRole('dialog', {name: 'Refund'});
  expect(dialog.contains(document.activeElement)).toBe(true);
  expect(dialog.matches(':modal')).toBe(true);
  await expectAccessible();
  await userEvent.click(screen.getByRole('button', {name: 'Close'}));
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(document.activeElement).toBe(open);
});

test('a menu is walked by arrows and by first letters; what is chosen closes it, what is ticked does not', async () => {
  const chosen: string[] = [];
  render(
    <Menu
      label="More"
      groups={[{key: 'a', items: [
        {key: 'send', label: 'Send', onSelect: () => chosen.push('send')},
        {key: 'export', label: 'Export', onSelect: () => chosen.push('export')},
        {key: 'tick', label: 'Tick', checked: false, onSelect: () => chosen.push('tick')},
      ]}]}
    />,
  );
  const button = screen.getByRole('button', {name: 'More'});
  button.focus();
  await userEvent.keyboard('{ArrowDown}');
  await waitFor(() => expect(document.activeElement?.textContent).toBe('Send'));
  await expectAccessible();
  await userEvent.keyboard('t');
  expect(document.activeElement?.textContent).toBe('Tick');
  await userEvent.keyboard('{Enter}');
  expect(screen.queryByRole('menu')).not.toBeNull();
  await userEvent.keyboard('{ArrowUp}{Enter}');
  expect(chosen).toEqual(['tick', 'export']);
  expect(screen.queryByRole('menu')).toBeNull();
  expect(document.activeElement).toBe(button);
});

function WithTabs() {
  const [value, setValue] = useState('a');
  return <Tabs label="Parts" value={value} onChange={setValue} tabs={[{key: 'a', label: 'Account', content: 'first'}, {key: 'b', label: 'Invoices', content: 'second'}]} />;
}

test('tabs are one stop for Tab and chosen by arrows', async () => {
  render(<WithTabs />);
  await userEvent.tab();
  expect(document.activeElement?.textContent).toBe('Account');
  await userEvent.keyboard('{ArrowRight}');
  expect(screen.getByRole('tabpanel', {name: 'Invoices'}).textContent).toBe('second');
  expect(document.activeElement?.textContent).toBe('Invoices');
  await expectAccessible();
});

test('a toast can be taken back', async () => {
  const undone: string[] = [];
  render(<Toaster />);
  act(() => void toast({text: 'Renamed.', onUndo: () => undone.push('renamed')}));
  await userEvent.click(screen.getByRole('button', {name: 'Undo'}));
  expect(undone).toEqual(['renamed']);
  expect(screen.queryByText('Renamed.')).toBeNull();
});

test('the palette finds actions at once and things of the server after a pause, and runs by Enter', async () => {
  const ran: string[] = [];
  const asked: string[] = [];
  const search = async (query: string) => {
    asked.push(query);
    return [{key: 'c', group: 'Customers', label: 'Harbour Lights', onRun: () => void ran.push('harbour')}];
  };
  render(<CommandPalette open onClose={() => undefined} commands={[{key: 'i', group: 'Actions', label: 'Raise an invoice', onRun: () => void ran.push('invoice')}]} search={search} />);
  await userEvent.keyboard('invoice raise');
  expect(screen.getByRole('option', {name: 'Raise an invoice'})).toBeTruthy();
  await screen.findByRole('option', {name: 'Harbour Lights'});
  expect(asked).toEqual(['invoice raise']);
  await expectAccessible();
  await userEvent.keyboard('{ArrowDown}{Enter}');
  expect(ran).toEqual(['invoice']);
});

test('a palette whose search fails says why and keeps the actions', async () => {
  const search = () => Promise.reject(new Error('Avid did not answer. Try again.'));
  render(<CommandPalette open onClose={() => undefined} commands={[]} search={search} />);
  await userEvent.keyboard('x');
  await screen.findByText('Avid did not answer. Try again.');
});
