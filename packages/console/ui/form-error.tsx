// What a refusal says where it was asked for: under a field, or above the button of a form.
import { useContext, useState } from 'react';
import { isStale, Theirs } from './begun.tsx';
import { Button } from './button.tsx';
import { t } from './console-words.ts';
import { explainError } from './states.tsx';

/** The sentence of an error, for the `error` of a field; null where there is none, or the form says it. */
export function fieldError(error: unknown): string | null {
  return error === null || isStale(error) ? null : explainError(error).text;
}

/**
 * Why what was asked for was not done; nothing where there is no error. Where somebody else saved
 * meanwhile, with the way to what they saved.
 */
export function FormError({ error }: { error: unknown }) {
  const theirs = useContext(Theirs);
  const [loaded, setLoaded] = useState<unknown>(null);
  if (error === null || error === loaded) return null;
  if (theirs === null || !isStale(error))
    return (
      <p className="field-error" role="alert">
        {explainError(error).text}
      </p>
    );
  const load = (): void => {
    setLoaded(error);
    theirs();
  };
  return (
    <div className="row field-error" role="alert">
      <span className="grow">{t('stale.text')}</span>
      <Button onClick={load}>{t('stale.theirs')}</Button>
    </div>
  );
}
