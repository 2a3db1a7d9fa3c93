// The goal as a sentence. The goal itself is of the account and edited in Settings; here it is chosen.
import { Link } from '@tanstack/react-router';
import type { Goal } from '@opportune/protocol/campaign/campaign.ts';
import { within } from '../../words/language.ts';
import { problemsAt, useEdit } from './edit-context.tsx';
import { Part, Says } from './part.tsx';
import { spanWords } from './chips/speak.ts';
import { Choices, Tok } from './chips/sentence-chip.tsx';
import { t } from '../../words/words.ts';

export function GoalPart() {
  const edit = useEdit();
  const { document, live, goals, change, format } = edit;
  const goal = goals.find(({ id }) => id === document.goal);
  const before =
    live === null || live.goal === document.goal
      ? undefined
      : goals.find(({ id }) => id === live.goal);
  const choose = (id: string): void => {
    const chosen = goals.find((each) => each.id === id);
    if (chosen !== undefined) change?.((now) => ({ ...now, goal: chosen.id }));
  };
  return (
    <Part name="goal" icon="goal" problems={problemsAt(edit, 'goal')}>
      <Says>
        {t('campaigns.goal.win')}
        <Tok
          kind="value"
          words={goal === undefined ? t('campaigns.goal.missing') : within(goal.name)}
          label={t('campaigns.goal.choose')}
          mark={
            live === null || live.goal === document.goal
              ? undefined
              : before === undefined
                ? {}
                : { was: within(before.name) }
          }
          noDone
          edit={(close) => (
            <>
              <Choices
                label={t('campaigns.goal.choose')}
                value={document.goal}
                choices={goals.map(({ id, name }) => ({ value: id, label: name }))}
                onChoose={(id) => {
                  choose(id);
                  close();
                }}
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
        {goal !== undefined && <Worth goal={goal} />}
        {t('campaigns.goal.within')}
        <span className="tok name">
          {goal === undefined
            ? ''
            : goal.window.type === 'visit'
              ? t('campaigns.goal.sameVisit')
              : spanWords(goal.window.seconds)}
        </span>
        {t('campaigns.goal.from')}
        <span className="tok name">
          {goal === undefined ? '' : t(`campaigns.trust.${goal.trust}`)}
        </span>
        {t(goal?.trust === 'server' ? 'campaigns.goal.events' : 'campaigns.goal.events.orMore')}
      </Says>
    </Part>
  );

  function Worth({ goal: { value, valueCap } }: { goal: Goal }) {
    if (value.type === 'none') return null;
    const cap =
      valueCap === null ? null : (
        <>
          {t('campaigns.goal.upTo')}
          <span className="tok name">{format.sum(valueCap)}</span>
        </>
      );
    if (value.type === 'fixed')
      return (
        <>
          {t('campaigns.goal.worth.fixed')}
          <span className="tok name">{format.sum(value.amount)}</span>
          {cap}
        </>
      );
    return (
      <>
        {t('campaigns.goal.worth')}
        <span className="tok name">{value.path}</span>
        {cap}
      </>
    );
  }
}
