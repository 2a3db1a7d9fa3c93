// The dialog that warns before an agent writes first to a visitor in control or in the holdout. It
// says whose comparison the conversation distorts.
import type { Blurred } from '@opportune/core/decision/view/blurred-by.ts';
import { ApiProblem } from '../api/client.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/overlay.tsx';
import './blurs.css';
import { t } from '../words/words.ts';

interface Props {
  readonly name: string;
  /** Names no campaign and no holdout if only the server knows which control the visitor is in. */
  readonly blurred: Blurred;
  readonly action: string;
  readonly onGo: () => void;
  readonly onClose: () => void;
}

/** Says whether campaigns or the holdout are affected. */
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

/** Whether the server refuses because the agent has not confirmed this warning yet. */
export function isOfControl(error: unknown): boolean {
  return error instanceof ApiProblem && error.problem.code === 'visitor.in_control';
}
