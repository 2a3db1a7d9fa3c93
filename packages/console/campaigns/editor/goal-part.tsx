// The goal as a sentence. The goal belongs to the account and is edited in the settings. Here the
// user only chooses one.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Goal } from '@opportune/protocol/campaign/campaign.ts';
import { within } from '../../words/language.ts';
import { problemsAt, useEdit } from './edit-context.tsx';
import { Part, Says } from './part.tsx';
import { spanWords } from './chips/speak.ts';
import { Choices, Tok } from './chips/sentence-chip.tsx';
import { t } from '../../words/words.ts';
import { format } from '../../ui/index.ts';

export function GoalPart() {
  const edit = useEdit();
  const { document, goals } = edit;
  const goal = goals.find(({ id }) => id === document.goal);
  return (
    <Part name="goal" icon="goal" problems={problemsAt(edit, 'goal')}>
      <Says>
        {t('campaigns.goal.win')}
        <GoalChip goal={goal} />
        {goal !== undefined && <Worth goal={goal} />}
        {t('campaigns.goal.within')}
        <Name>{goal && windowWords(goal)}</Name>
        {t('campaigns.goal.from')}
        <Name>{goal && t(`campaigns.trust.${goal.trust}`)}</Name>
        {t(goal?.trust === 'server' ? 'campaigns.goal.events' : 'campaigns.goal.events.orMore')}
      </Says>
    </Part>
  );
}

function GoalChip({ goal }: { goal: Goal | undefined }) {
  const { document, live, goals, change } = useEdit();
  const isAsLive = live === null || live.goal === document.goal;
  const before = goals.find(({ id }) => id === live?.goal);
  const choose = (id: string): void => {
    const chosen = goals.find((each) => each.id === id);
    if (chosen !== undefined) change?.((now) => ({ ...now, goal: chosen.id }));
  };
  return (
    <Tok
      kind="value"
      words={goal === undefined ? t('campaigns.goal.missing') : within(goal.name)}
      label={t('campaigns.goal.choose')}
      mark={isAsLive ? undefined : before === undefined ? {} : { was: within(before.name) }}
      noDone
      edit={(close) => (
        <>
          <Choices
            label={t('campaigns.goal.choose')}
            value={document.goal}
            choices={goals.map(({ id, name }) => ({ value: id, label: name }))}
            onChoose={choose}
            close={close}
          />
          <Link
            to="/settings/{-$page}/{-$item}"
            params={{ page: 'goals', item: goal?.id }}
            className="small tok-link"
          >
            {t('campaigns.goal.edit')}
          </Link>
        </>
      )}
    />
  );
}

function Name({ children }: { children: ReactNode }) {
  return <span className="tok name">{children}</span>;
}

function windowWords({ window }: Goal): string {
  return window.type === 'visit' ? t('campaigns.goal.sameVisit') : spanWords(window.seconds);
}

function Worth({ goal: { value, valueCap } }: { goal: Goal }) {
  if (value.type === 'none') return null;
  const isFixed = value.type === 'fixed';
  return (
    <>
      {t(isFixed ? 'campaigns.goal.worth.fixed' : 'campaigns.goal.worth')}
      <Name>{isFixed ? format.sum(value.amount) : value.path}</Name>
      {valueCap !== null && (
        <>
          {t('campaigns.goal.upTo')}
          <Name>{format.sum(valueCap)}</Name>
        </>
      )}
    </>
  );
}
