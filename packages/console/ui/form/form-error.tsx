// Shows why a request was refused: under a field, or above the button of a form.
import { useContext, useState } from 'react';
import { isStale, StaleWays, type Stale } from './begun.tsx';
import { Button } from '../button.tsx';
import { explainError } from '../states.tsx';
import { t } from '../../words/words.ts';

/**
 * The text of an error for the `error` of a field. Null if there is no error or if the form shows
 * it.
 */
export function fieldError(error: unknown): string | null {
  return error === null || isStale(error) ? null : explainError(error).text;
}

/**
 * Why a request failed; nothing if there is no error. If somebody else saved in the meantime, it
 * offers to load their version or to replace it.
 */
export function FormError({ error }: { error: unknown }) {
  const ways = useContext(StaleWays);
  if (error === null) return null;
  if (ways !== null && isStale(error)) return <StaleNotice error={error} ways={ways} />;
  return (
    <p className="field-error" role="alert">
      {explainError(error).text}
    </p>
  );
}

function StaleNotice({ error, ways: { theirs, mine } }: { error: unknown; ways: Stale }) {
  const [chosen, setChosen] = useState<{ of: unknown; mine: boolean } | null>(null);
  const choose = (keeps: boolean, act: () => void) => (): void => {
    setChosen({ of: error, mine: keeps });
    act();
  };
  if (mine === 'gone')
    return (
      <p className="field-error" role="alert">
        {t('console.stale.gone')}
      </p>
    );
  const of = chosen?.of === error ? chosen : null;
  if (of?.mine === false) return null;
  const taking = mine === 'taking';
  if (of !== null && !taking)
    return (
      <p className="field-error stale-kept" role="status" tabIndex={-1} ref={takeFocus}>
        {t('console.stale.kept')}
      </p>
    );
  return (
    <div className="field-error stale" role="alert" ref={showInSight}>
      <span>{t(mine === 'stays' ? 'console.stale.list' : 'console.stale.text')}</span>
      <span className="row">
        <Button disabled={taking} onClick={choose(false, theirs)}>
          {t('console.stale.theirs')}
        </Button>
        {mine !== 'stays' && (
          <Button disabled={taking} onClick={taking ? undefined : choose(true, mine)}>
            {t('console.stale.mine')}
          </Button>
        )}
      </span>
    </div>
  );
}

/**
 * The notice may be out of view: a form may be longer than the window and saved from a field far
 * above.
 */
function showInSight(notice: HTMLElement | null): void {
  notice?.scrollIntoView({ block: 'nearest' });
}

/**
 * Moves focus here, because the button that had it is gone. The next tab stop is the form's own.
 */
function takeFocus(words: HTMLElement | null): void {
  words?.focus();
}
