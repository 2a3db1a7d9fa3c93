// A list of checkboxes under a legend and a hint.
import type { ReactNode } from 'react';
import './form.css';

interface TickListProps<Value extends string> {
  readonly legend: string;
  readonly hint: string;
  readonly offered: readonly Value[];
  readonly ticked: readonly Value[];
  readonly onChange: (ticked: Value[]) => void;
  readonly children: (value: Value) => ReactNode;
}

export function TickList<Value extends string>(props: TickListProps<Value>) {
  const { legend, hint, offered, ticked, onChange, children } = props;
  return (
    <fieldset className="tick-list">
      <legend>{legend}</legend>
      <p className="field-hint">{hint}</p>
      {offered.map((each) => (
        <label key={each}>
          <input
            type="checkbox"
            checked={ticked.includes(each)}
            onChange={({ currentTarget: box }) => onChange(withTick(ticked, each, box.checked))}
          />
          {children(each)}
        </label>
      ))}
    </fieldset>
  );
}

function withTick<Value>(ticked: readonly Value[], value: Value, checked: boolean): Value[] {
  const others = ticked.filter((each) => each !== value);
  return checked ? [...others, value] : others;
}
