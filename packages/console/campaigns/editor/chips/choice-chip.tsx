// A chip that is one of a few words: its form is their list, and choosing closes it.
import { Choices, Tok } from './sentence-chip.tsx';

export interface ChoiceChipProps<Value extends string> {
  readonly kind?: 'operator' | 'logic';
  readonly words: string;
  /** What is chosen. */
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly { readonly value: Value; readonly label: string }[];
  readonly onChoose: (value: Value) => void;
  readonly mark?: { readonly was?: string } | undefined;
  readonly wrong?: string | undefined;
  /** Only read. */
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
