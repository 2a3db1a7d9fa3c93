// A chip of a sentence: a name, a value, a piece of logic or a comparison. If it can be changed, it
// is a button that opens a small form. If it differs from live, it shows the live value.
import type { ReactNode } from 'react';
import { Button, Icon, Popover, t, submitting } from '../../../ui/index.ts';
import { useEdit } from '../edit-context.tsx';

export interface TokProps {
  readonly kind: 'value' | 'name' | 'logic' | 'operator';
  readonly words: ReactNode;
  /** The words for screen readers, if `words` is more than text. */
  readonly spoken?: string;
  /** The name of the form. */
  readonly label: string;
  /** The form. Left out if the chip cannot be changed. */
  readonly edit?: (close: () => void) => ReactNode;
  readonly mark?: { readonly was?: ReactNode } | undefined;
  /** The problem at this place. */
  readonly wrong?: string | undefined;
  readonly width?: number;
  /** A choice in the form closes it, so that it needs no *Done* button. */
  readonly noDone?: boolean;
}

export function Tok(props: TokProps) {
  const { kind, words, spoken, label, edit, mark, wrong, width = 280, noDone = false } = props;
  const { change } = useEdit();
  const look = `tok ${kind}${mark === undefined ? '' : ' new'}${wrong === undefined ? '' : ' wrong'}`;
  const text = spoken ?? (typeof words === 'string' ? words : label);
  const chip =
    change === null || edit === undefined ? (
      <span className={look} title={wrong}>
        {words}
      </span>
    ) : (
      <Popover
        label={label}
        width={width}
        position="bottom-start"
        target={(toggle, open) => (
          <button
            type="button"
            className={look}
            aria-expanded={open}
            aria-haspopup="dialog"
            aria-label={t('campaigns.chip.edit', { words: text })}
            title={wrong}
            onClick={toggle}
          >
            {words}
            {kind === 'logic' && <Icon name="down" size={12} />}
          </button>
        )}
      >
        {(close) => (
          <form className="tok-form" onSubmit={submitting(close)}>
            {edit(close)}
            {!noDone && (
              <div className="row tok-acts">
                <Button type="submit">{t('campaigns.chip.done')}</Button>
              </div>
            )}
          </form>
        )}
      </Popover>
    );
  return (
    <>
      {chip}
      {mark?.was !== undefined && (
        <s className="was">
          <span className="aside-voice">{t('campaigns.was', { value: '' })}</span>
          {mark.was}
        </s>
      )}
    </>
  );
}

interface ChoicesProps<Value extends string> {
  readonly value: Value;
  readonly choices: readonly { value: Value; label: string }[];
  readonly onChoose: (value: Value) => void;
  readonly close: () => void;
  readonly label: string;
}

/** A list of choices in a chip's form. A choice closes the form. */
export function Choices<Value extends string>(props: ChoicesProps<Value>) {
  const { value, choices, onChoose, close, label } = props;
  return (
    <div role="group" aria-label={label} className="choices">
      {choices.map((choice) => (
        <ChoiceButton
          key={choice.value}
          label={choice.label}
          chosen={choice.value === value}
          onClick={() => {
            onChoose(choice.value);
            close();
          }}
        />
      ))}
    </div>
  );
}

interface ChoiceButtonProps {
  readonly label: string;
  readonly chosen: boolean;
  readonly onClick: () => void;
}

function ChoiceButton({ label, chosen, onClick }: ChoiceButtonProps) {
  return (
    <button
      type="button"
      className={chosen ? 'it on' : 'it'}
      aria-pressed={chosen}
      {...(chosen ? { 'data-autofocus': true } : {})}
      onClick={onClick}
    >
      <span className="grow">{label}</span>
      {chosen && <Icon name="check" size={14} />}
    </button>
  );
}
