// One question with one answer of several: native radio buttons under the look of the window, so
// that arrows, forms and readers work as people know them.

interface Choice<Value> {
  readonly value: Value;
  readonly text: string;
}

interface ChoicesProps<Value> {
  readonly name: string;
  readonly label: string;
  readonly choices: readonly Choice<Value>[];
  /** What the first and the last mean. */
  readonly ends?: readonly [low: string, high: string];
  readonly value: Value | null;
  pick(value: Value): void;
}

export function Choices<Value>({ name, label, choices, ends, value, pick }: ChoicesProps<Value>) {
  const [first, last] = [choices[0]?.text ?? '', choices.at(-1)?.text ?? ''];
  return (
    <fieldset>
      <legend>
        {label}
        {ends && <span class="hidden">{` (${first}: ${ends[0]}, ${last}: ${ends[1]})`}</span>}
      </legend>
      <div class="picks">
        {choices.map((choice) => (
          <label key={choice.text}>
            <input
              type="radio"
              name={name}
              checked={choice.value === value}
              onChange={() => pick(choice.value)}
            />
            <span>{choice.text}</span>
          </label>
        ))}
      </div>
      {ends && (
        <p class="fine ends" aria-hidden="true">
          <span>{ends[0]}</span>
          <span>{ends[1]}</span>
        </p>
      )}
    </fieldset>
  );
}

interface ScaleProps extends Omit<ChoicesProps<number>, 'choices'> {
  readonly from: number;
  readonly to: number;
}

/** Every whole number from one to the other. */
export function Scale({ from, to, ...props }: ScaleProps) {
  const choices = Array.from({ length: to - from + 1 }, (_, at) => ({
    value: from + at,
    text: String(from + at),
  }));
  return <Choices {...props} choices={choices} />;
}
