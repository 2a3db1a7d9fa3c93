// One question with one answer of several: native radio buttons in the look of the window, so that
// arrow keys, forms and screen readers work as expected.
import type { ComponentChildren } from 'preact';

interface Choice<Value> {
  readonly value: Value;
  /** Its name, also where a face is drawn. */
  readonly text: string;
  readonly face?: ComponentChildren;
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
            <span>
              {choice.face}
              <b class={choice.face ? 'hidden' : undefined}>{choice.text}</b>
            </span>
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

/** From one to five, as five faces. */
export function Moods(props: Omit<ChoicesProps<number>, 'choices'>) {
  const choices = mouths.map((mouth, at) => ({
    value: at + 1,
    text: String(at + 1),
    face: <Mood mouth={mouth} />,
  }));
  return <Choices {...props} choices={choices} />;
}

/** How far the corners of the mouth are above its middle. */
const mouths = [-4, -2, 0, 2.5, 5] as const;

function Mood({ mouth }: { readonly mouth: number }) {
  const corners = 15 - mouth / 4;
  return (
    <svg
      width="26"
      height="26"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="1.5"
      stroke-linecap="round"
      aria-hidden="true"
    >
      <path
        d={`M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0zM9 9.4v.1M15 9.4v.1M8.4 ${corners}q3.6 ${mouth} 7.2 0`}
      />
    </svg>
  );
}
