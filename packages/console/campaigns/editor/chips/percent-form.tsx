// A share in percent, as a number with a slider. It reads and reports basis points.
import { TextField } from '../../../ui/index.ts';
import { whole } from '../engagement/engagement-edit.ts';

interface PercentFormProps {
  readonly label: string;
  readonly basisPoints: number;
  readonly onChange: (basisPoints: number) => void;
}

export function PercentForm({ label, basisPoints, onChange }: PercentFormProps) {
  const change = (text: string): void => {
    const share = Math.round(Number(text) * 100);
    if (text.trim() !== '' && share >= 0 && share <= whole) onChange(share);
  };
  return (
    <>
      <TextField
        data-autofocus
        type="number"
        min={0}
        max={100}
        step="any"
        label={label}
        defaultValue={basisPoints / 100}
        onChange={(event) => change(event.currentTarget.value)}
      />
      <input
        type="range"
        min={0}
        max={100}
        step={5}
        aria-label={label}
        defaultValue={basisPoints / 100}
        onChange={(event) => change(event.currentTarget.value)}
        className="range"
      />
    </>
  );
}
