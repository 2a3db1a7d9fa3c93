// Buttons, and the classes for links that look like them. A page has one `primary` button. An icon
// alone always has a label.
import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import { Icon, type IconName } from './icon.tsx';

type Native = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'>;

export interface ButtonProps extends Native {
  readonly variant?: 'plain' | 'primary' | 'quiet' | 'danger';
  readonly size?: 'small' | 'medium' | 'form';
  readonly icon?: IconName;
  /** An icon after the label, such as the arrow of a menu. */
  readonly tail?: IconName;
  readonly children?: ReactNode;
  readonly ref?: Ref<HTMLButtonElement>;
}

export function Button(props: ButtonProps) {
  const {
    variant = 'plain',
    size = 'small',
    icon,
    tail,
    children,
    className = '',
    type = 'button',
    ...rest
  } = props;
  return (
    <button type={type} className={`btn ${variant} ${size} ${className}`} {...rest}>
      {icon !== undefined && <Icon name={icon} />}
      {children}
      {tail !== undefined && <Icon name={tail} size={14} className="tail" />}
    </button>
  );
}

/** A button with only an icon. Screen readers read `label`, and the tooltip shows it. */
export function IconButton(
  props: Native & { icon: IconName; label: string; size?: number; ref?: Ref<HTMLButtonElement> },
) {
  const { icon, label, size = 16, className = '', type = 'button', ...rest } = props;
  return (
    <button
      type={type}
      className={`btn quiet icon-only ${className}`}
      aria-label={label}
      title={label}
      {...rest}
    >
      <Icon name={icon} size={size} />
    </button>
  );
}
