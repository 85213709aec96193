import {useEffect, useId, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactElement, type ReactNode} from 'react';
import {Check, ChevronDown, Ellipsis} from 'lucide-react';
import {Button, type ButtonTone} from './button';
import {classes} from './classes';
import styles from './menu.module.css';

export interface MenuItem {
  key: string;
  label: string;
  icon?: ReactElement;
  note?: string;
  href?: string;
  onSelect?(): void;
  disabled?: boolean;
  danger?: boolean;
  /** There: the item is ticked or not, and choosing it leaves the menu open. */
  checked?: boolean;
}

export interface MenuGroup {
  key: string;
  heading?: string;
  items: readonly MenuItem[];
}

export interface MenuProps {
  label: string;
  /** Shows the label; else the icon alone. */
  labelShown?: boolean;
  icon?: ReactElement;
  tone?: ButtonTone;
  groups: readonly MenuGroup[];
  /** In place of the label, for example a person's initials. */
  children?: ReactNode;
}

const EDGE_PX = 8;

/** Places the menu under its button, above it where there is more room, and always inside the window. */
function place(menu: HTMLElement, button: HTMLElement) {
  const at = button.getBoundingClientRect();
  const {offsetWidth: width, offsetHeight: height} = menu;
  const left = Math.max(EDGE_PX, Math.min(at.left, window.innerWidth - width - EDGE_PX));
  const below = at.bottom + 4;
  const top = below + height > window.innerHeight - EDGE_PX && at.top > window.innerHeight - at.bottom ? Math.max(EDGE_PX, at.top - height - 4) : below;
  menu.style.left = `${left}px`;
  menu.style.top = `${top}px`;
}

/** A button with a menu, in the browser's top layer; keys as the ARIA practices have them. */
export function Menu({label, labelShown, icon, tone = 'secondary', groups, children}: MenuProps) {
  const [open, setOpen] = useState(false);
  const menu = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const typed = useRef({text: '', until: 0});
  useLayoutEffect(() => {
    const element = menu.current;
    if (!open || !element || !button.current) return;
    if (!element.matches(':popover-open')) element.showPopover();
    place(element, button.current);
    element.querySelector<HTMLElement>('[role^="menuitem"]')?.focus();
  }, [open]);
  useEffect(() => {
    if (!open) return;
    const close = () => setOpen(false);
    const outside = (event: Event) => {
      if (event.target instanceof Node && !menu.current?.contains(event.target) && !button.current?.contains(event.target)) close();
    };
    document.addEventListener('pointerdown', outside);
    document.addEventListener('scroll', outside, true);
    window.addEventListener('resize', close);
    return () => {
      document.removeEventListener('pointerdown', outside);
      document.removeEventListener('scroll', outside, true);
      window.removeEventListener('resize', close);
    };
  }, [open]);

  const shut = () => {
    setOpen(false);
    button.current?.focus();
  };
  const move = (event: KeyboardEvent) => {
    const items = [...(menu.current?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? [])];
    const now = items.indexOf(document.activeElement as HTMLElement);
    const to = (index: number) => {
      event.preventDefault();
      items.at(index)?.focus();
    };
    switch (event.key) {
      case 'ArrowDown':
        return to((now + 1) % items.length);
      case 'ArrowUp':
        return to(now <= 0 ? -1 : now - 1);
      case 'Home':
        return to(0);
      case 'End':
        return to(-1);
      case 'Escape':
        event.preventDefault();
        event.stopPropagation();
        return shut();
      case 'Tab':
        return shut();
    }
    if (event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey) {
      const expired = event.timeStamp > typed.current.until;
      typed.current = {text: (expired ? '' : typed.current.text) + event.key.toLowerCase(), until: event.timeStamp + 600};
      const found = items.findIndex((item) => item.textContent?.trim().toLowerCase().startsWith(typed.current.text));
      if (found >= 0) to(found);
    }
  };

  return (
    <>
      <Button
        ref={button}
        tone={tone}
        icon={icon ?? (labelShown || children ? undefined : <Ellipsis size={16} aria-hidden="true" />)}
        label={labelShown ? undefined : label}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen((was) => !was)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return;
          event.preventDefault();
          setOpen(true);
        }}
      >
        {children ?? (labelShown && label)}
        {labelShown && <ChevronDown size={16} aria-hidden="true" />}
      </Button>
      {open && (
        <div ref={menu} id={id} popover="manual" role="menu" aria-label={label} className={styles.menu} onKeyDown={move}>
          {groups.map((group, at) => (
            <div key={group.key} role="group" aria-label={group.heading}>
              {at > 0 && <div className={styles.line} role="presentation" />}
              {group.heading && (
                <div className={styles.heading} role="presentation">
                  {group.heading}
                </div>
              )}
              {group.items.map((item) => (
                <Item key={item.key} item={item} onDone={shut} />
              ))}
            </div>
          ))}
        </div>
      )}
    </>
  );
}

function Item({item, onDone}: {item: MenuItem; onDone(): void}) {
  const ticked = item.checked !== undefined;
  const inner = (
    <>
      {ticked && <span className={styles.box}>{item.checked && <Check size={16} aria-hidden="true" />}</span>}
      {item.icon}
      <span className={styles.words}>{item.label}</span>
      {item.note && <span className={styles.note}>{item.note}</span>}
    </>
  );
  const className = classes(styles.item, item.danger && styles.danger);
  if (item.href && !item.disabled) {
    return (
      <a role="menuitem" tabIndex={-1} className={className} href={item.href} onClick={onDone}>
        {inner}
      </a>
    );
  }
  return (
    <button
      type="button"
      role={ticked ? 'menuitemcheckbox' : 'menuitem'}
      aria-checked={ticked ? item.checked : undefined}
      aria-disabled={item.disabled || undefined}
      tabIndex={-1}
      className={className}
      onClick={() => {
        if (item.disabled) return;
        if (!ticked) onDone();
        item.onSelect?.();
      }}
    >
      {inner}
    </button>
  );
}
