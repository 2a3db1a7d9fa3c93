// A group of checkboxes, one for each choice.
import type { Choice } from '../../../ui/index.ts';

interface ChecksProps<Value extends string> {
  readonly legend: string;
  readonly choices: readonly Choice<Value>[];
  readonly isChosen: (value: Value) => boolean;
  readonly onChoose: (value: Value, chosen: boolean) => void;
}

export function Checks<Value extends string>(props: ChecksProps<Value>) {
  const { legend, choices, isChosen, onChoose } = props;
  return (
    <fieldset className="checks">
      <legend>{legend}</legend>
      {choices.map(({ value, label }) => (
        <label key={value} className="check">
          <input
            type="checkbox"
            checked={isChosen(value)}
            onChange={(event) => onChoose(value, event.currentTarget.checked)}
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
