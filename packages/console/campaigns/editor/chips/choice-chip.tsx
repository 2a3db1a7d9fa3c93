// A chip with one of a few words. Its form lists them, and a choice closes it.
import { Choices, Tok } from './sentence-chip.tsx';

export interface ChoiceChipProps<Value extends string> {
  readonly kind?: 'operator' | 'logic';
  readonly words: string;
  /** The name of the choice. */
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly { readonly value: Value; readonly label: string }[];
  readonly onChoose: (value: Value) => void;
  readonly mark?: { readonly was?: string } | undefined;
  readonly wrong?: string | undefined;
  /** The chip cannot be changed. */
  readonly fixed?: boolean;
}

export function ChoiceChip<Value extends string>(props: ChoiceChipProps<Value>) {
  const { kind = 'operator', words, label, value, choices, onChoose, mark, wrong } = props;
  const edit = (close: () => void) => <Choices {...{ label, value, choices, onChoose, close }} />;
  return (
    <Tok
      kind={kind}
      words={words}
      label={label}
      mark={mark}
      wrong={wrong}
      noDone
      {...(props.fixed === true ? {} : { edit })}
    />
  );
}
