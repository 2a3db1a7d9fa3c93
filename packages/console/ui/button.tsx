// Buttons and links that look like buttons. One `primary` a page; an icon alone always has words.
import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import { Icon, type IconName } from './icon.tsx';

type Native = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'>;

export interface ButtonProps extends Native {
  readonly variant?: 'plain' | 'primary' | 'quiet' | 'danger';
  readonly size?: 'small' | 'medium' | 'form';
  readonly icon?: IconName;
  /** An icon after the words, such as the arrow of a menu. */
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

/** A button with an icon only; `label` is what is heard and shown as its tip. */
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
