// What a refusal says where it was asked for: under a field, or above the button of a form.
import { useContext, useState } from 'react';
import { isStale, StaleWays, type Stale } from './begun.tsx';
import { Button } from '../button.tsx';
import { explainError } from '../states.tsx';
import { t } from '../../words/words.ts';

/** The sentence of an error, for the `error` of a field; null where there is none, or the form says it. */
export function fieldError(error: unknown): string | null {
  return error === null || isStale(error) ? null : explainError(error).text;
}

/**
 * Why what was asked for was not done; nothing where there is no error. Where somebody else saved
 * meanwhile, with the ways on.
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

/** A form may be longer than the window, and may be saved from a field far above. */
function showInSight(notice: HTMLElement | null): void {
  notice?.scrollIntoView({ block: 'nearest' });
}

/** From the button that was pressed and is gone; the next stop is the form's own. */
function takeFocus(words: HTMLElement | null): void {
  words?.focus();
}
