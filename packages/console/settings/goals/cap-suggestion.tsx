// Suggests a cap for a goal without one, with the numbers that it is based on and a button to
// accept it.
import type { CapQuestion } from '@opportune/protocol/rest/site.ts';
import { format, Button, t } from '../../ui/index.ts';
import { useSuggestedCap } from './use-suggested-cap.ts';

interface CapSuggestionProps {
  readonly goal: CapQuestion;
  readonly onTake: (cap: number) => void;
}

export function CapSuggestion({ goal, onTake }: CapSuggestionProps) {
  const known = useSuggestedCap(goal);
  if (known === undefined) return null;
  const { cap, events: n, days } = known;
  if (cap === null) return <p className="small t3">{t('settings.goals.cap.few', { days })}</p>;
  return (
    <div className="row">
      <p className="small t2 grow num" role="status">
        {t('settings.goals.cap.suggested', { n, days, cap: format.sum(cap) })}
      </p>
      <Button onClick={() => onTake(cap)}>
        {t('settings.goals.cap.take', { cap: format.sum(cap) })}
      </Button>
    </div>
  );
}
