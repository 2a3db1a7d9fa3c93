// Menus. Mantine handles focus, Escape and placement; the look is ours.
import { Menu as MantineMenu } from '@mantine/core';
import type { ReactNode } from 'react';
import { IconButton } from './button.tsx';
import { Icon } from './icon.tsx';

export type Placement =
  | 'bottom-start'
  | 'bottom-end'
  | 'right-end'
  | 'top-start'
  | 'top-end'
  | 'bottom';

/**
 * Floating parts open without a transition, have our own shadow and return the focus when they
 * close.
 */
export const floating = {
  shadow: 'none',
  transitionProps: { duration: 0 },
  offset: 4,
  returnFocus: true,
  withinPortal: true,
} as const;

/** `target` is one button. Children: MenuItem, MenuLabel, MenuLine. */
export function Menu(props: {
  target: ReactNode;
  children: ReactNode;
  position?: Placement;
  width?: number;
}) {
  const { target, children, position = 'bottom-start', width = 220 } = props;
  return (
    <MantineMenu
      alignItemsLabels="none"
      withInitialFocusPlaceholder={false}
      position={position}
      width={width}
      {...floating}
    >
      <MantineMenu.Target>{target}</MantineMenu.Target>
      <MantineMenu.Dropdown className="pop">{children}</MantineMenu.Dropdown>
    </MantineMenu>
  );
}

export interface MenuItemProps {
  readonly children: ReactNode;
  readonly onClick: () => void;
  readonly before?: ReactNode;
  readonly after?: ReactNode;
  /** Set only if the item is a choice: whether it is chosen. */
  readonly checked?: boolean;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  readonly keepOpen?: boolean;
}

export function MenuItem(props: MenuItemProps) {
  const {
    children,
    onClick,
    before,
    after,
    checked,
    danger = false,
    disabled = false,
    keepOpen = false,
  } = props;
  const common = { className: danger ? 'it danger' : 'it', disabled, closeMenuOnClick: !keepOpen };
  if (checked === undefined)
    return (
      <MantineMenu.Item {...common} leftSection={before} rightSection={after} onClick={onClick}>
        {children}
      </MantineMenu.Item>
    );
  // In a menu that stays open several items may be chosen, otherwise only one.
  const Choice = keepOpen ? MantineMenu.CheckboxItem : MantineMenu.RadioItem;
  return (
    <Choice
      {...common}
      value=""
      checked={checked}
      checkIcon={<Icon name="check" size={14} />}
      rightSection={after}
      onChange={onClick}
    >
      {before === undefined ? (
        children
      ) : (
        <span className="row">
          {before}
          {children}
        </span>
      )}
    </Choice>
  );
}
export function MenuLabel({ children }: { children: ReactNode }) {
  return <MantineMenu.Label className="pop-label">{children}</MantineMenu.Label>;
}
export function MenuLine() {
  return <MantineMenu.Divider className="pop-line" />;
}

/** The actions on a row behind three dots. `label` names the row. */
export function MoreMenu({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Menu position="bottom-end" target={<IconButton icon="more" label={label} />}>
      {children}
    </Menu>
  );
}
