// What it does to the proof to speak by hand to a visitor in control, said before it is done.
import type { Blurred } from '@opportune/core/decision/view/blurred-by.ts';
import { ApiProblem } from '../api/client.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/overlay.tsx';
import './blurs.css';
import { t } from '../words/words.ts';

interface Props {
  readonly name: string;
  /** Of no campaign and no holdout: the server knows of one that this page has not heard of yet. */
  readonly blurred: Blurred;
  readonly action: string;
  readonly onGo: () => void;
  readonly onClose: () => void;
}

/** Whose figures it blurs. */
function blurWords(name: string, { control, holdout }: Blurred): string {
  if (holdout) return t('byHand.blurs.holdout', { name });
  if (control.length === 0) return t('byHand.blurs.some', { name });
  const campaigns = control.map((each) => each.name).join(', ');
  return t('byHand.blurs.control', { name, n: control.length, campaigns });
}

export function Blurs({ name, blurred, action, onGo, onClose }: Props) {
  return (
    <Dialog open title={t('byHand.blurs.title')} onClose={onClose}>
      <div className="blurs">
        <p className="strong">{blurWords(name, blurred)}</p>
        <p className="t2">{t('byHand.blurs.why', { name })}</p>
        <p className="t2">{t('byHand.blurs.noted')}</p>
        <div className="row dialog-acts">
          <Button size="medium" onClick={onClose} data-autofocus>
            {t('console.cancel')}
          </Button>
          <Button size="medium" onClick={onGo}>
            {action}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

/** The server asks for this to be said first. */
export function isOfControl(error: unknown): boolean {
  return error instanceof ApiProblem && error.problem.code === 'visitor.in_control';
}
