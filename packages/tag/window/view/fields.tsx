// The building blocks of the window's forms. A problem is described in words at its field, and the
// field gets the focus.
import type { ComponentChildren, Ref } from 'preact';
import type { Chat } from '../chat.ts';
import { Icon, type IconName } from './icons.tsx';

/** What every view of the chat has. */
export interface View {
  readonly chat: Chat;
}

interface FormProps {
  readonly look: string;
  readonly label?: string;
  readonly children: ComponentChildren;
  submit(form: HTMLFormElement): void;
}

export function Form({ look, label, children, submit }: FormProps) {
  const send = (event: Event & { readonly currentTarget: HTMLFormElement }): void => {
    event.preventDefault();
    submit(event.currentTarget);
  };
  return (
    <form class={look} onSubmit={send} noValidate aria-label={label}>
      {children}
    </form>
  );
}

/** Focuses the field of this name. */
export function focusField(form: HTMLFormElement, name: string): void {
  const field = form.elements.namedItem(name);
  if (field instanceof HTMLElement) field.focus();
}

interface Control {
  readonly type?: 'text' | 'email' | 'date';
  readonly inputMode?: 'text' | 'email' | 'decimal' | 'tel';
  readonly maxLength?: number;
  readonly autocomplete?: string;
  readonly spellcheck?: boolean;
  readonly 'aria-describedby'?: string;
}

interface FieldProps extends Control {
  readonly name: string;
  readonly label: string;
  readonly optional?: string;
  readonly error: string | null;
  readonly value: string;
  /** Of several lines. */
  readonly long?: boolean;
  /** Of one line. */
  readonly ref?: Ref<HTMLInputElement>;
  change(text: string): void;
}

/** One line or several, with the question above and the problem below. */
export function Field(props: FieldProps) {
  const { name, label, optional, error, long, ref = null, change, type = 'text', ...rest } = props;
  const control = {
    id: name,
    // An empty one has the direction of the page.
    dir: rest.value ? ('auto' as const) : undefined,
    'aria-invalid': error !== null,
    'aria-describedby': error ? `${name}-error` : undefined,
    onInput: (event: { readonly currentTarget: { readonly value: string } }) =>
      change(event.currentTarget.value),
    ...rest,
  };
  return (
    <div class="fld">
      <label for={name}>
        {label}
        {optional && <small>{optional}</small>}
      </label>
      {long && <textarea {...control} />}
      {!long && type === 'text' && <input {...control} ref={ref} type="text" />}
      {type === 'email' && <input {...control} ref={ref} type="email" />}
      {type === 'date' && <input {...control} ref={ref} type="date" />}
      <Wrong id={`${name}-error`} text={error} />
    </div>
  );
}

/** What a field for an address has. */
export const addressControl: Control = {
  type: 'email',
  maxLength: 254,
  autocomplete: 'email',
  inputMode: 'email',
};

/** The problem, if there is one. */
export function Wrong({ id, text }: { readonly id?: string; readonly text: string | null }) {
  return (
    text && (
      <p class="err" id={id} role="alert">
        <Icon name="alert" size={14} />
        {text}
      </p>
    )
  );
}

interface ButtonProps {
  readonly look?: string;
  /** Its text or, with an icon, its name for screen readers. */
  readonly label: string;
  readonly icon?: IconName;
  readonly size?: number;
  readonly disabled?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
  /** Default: it sends its form. */
  act?(): void;
}

export function Button({ look, label, icon, size, act, ...rest }: ButtonProps) {
  return (
    <button
      type={act ? 'button' : 'submit'}
      class={look}
      aria-label={icon && label}
      onClick={act}
      {...rest}
    >
      {icon ? <Icon name={icon} size={size} /> : label}
    </button>
  );
}

/** The way on after a conversation, beside what else may be done. */
export function NewChat({ chat, children }: View & { readonly children?: ComponentChildren }) {
  return (
    <div class={children ? 'ft two' : 'ft'}>
      {children}
      <Button look="opt" label={chat.words.newChat} act={() => chat.wish({}, true)} />
    </div>
  );
}
