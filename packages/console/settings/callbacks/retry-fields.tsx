// How often somebody is called who was not reached, and how long after each try. A first try is always made.
import { callbackLimits } from '@opportune/protocol/limits/callbacks.ts';
import { SelectField, t, TextField } from '../../ui/index.ts';
import './callbacks.css';

/** The wait of a try that is added. */
const usualMinutes = 60;

interface RetryFieldsProps {
  /** Minutes after each try. */
  readonly waits: readonly number[];
  readonly onChange: (waits: number[]) => void;
  readonly error: string | null;
}

export function RetryFields({ waits, onChange, error }: RetryFieldsProps) {
  const tries = Array.from({ length: callbackLimits.retries + 1 }, (_, index) => index + 1);
  const resized = (count: number): number[] =>
    Array.from({ length: count - 1 }, (_, index) => waits[index] ?? waits.at(-1) ?? usualMinutes);
  return (
    <>
      <SelectField
        label={t('callbackSettings.tries')}
        hint={t('callbackSettings.tries.hint')}
        value={String(waits.length + 1)}
        choices={tries.map((n) => ({
          value: String(n),
          label: t('callbackSettings.tries.n', { n }),
        }))}
        onChange={({ currentTarget: { value } }) => onChange(resized(Number(value)))}
      />
      {waits.length > 0 && (
        <fieldset className="bare callback-waits">
          <legend>{t('callbackSettings.waits')}</legend>
          {waits.map((minutes, index) => (
            <TextField
              key={`${index} of ${waits.length}`}
              type="number"
              className="num"
              required
              min={1}
              max={callbackLimits.retryMinutes}
              label={t('callbackSettings.wait', { n: index + 1 })}
              value={Number.isNaN(minutes) ? '' : String(minutes)}
              onChange={({ currentTarget: { valueAsNumber } }) =>
                onChange(waits.map((each, at) => (at === index ? valueAsNumber : each)))
              }
            />
          ))}
          {error !== null && (
            <p className="small bad" role="alert">
              {error}
            </p>
          )}
        </fieldset>
      )}
    </>
  );
}
