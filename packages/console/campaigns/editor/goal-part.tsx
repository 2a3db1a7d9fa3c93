// The goal as a sentence. The goal itself is of the account and edited in Settings; here it is chosen.
import { Link } from '@tanstack/react-router';
import type { Goal } from '@opportune/protocol/campaign/campaign.ts';
import { within } from '../../words/language.ts';
import { c } from '../words.ts';
import { problemsAt, useEdit } from './edit-context.tsx';
import { Part, Says } from './part.tsx';
import { spanWords } from './chips/speak.ts';
import { Choices, Tok } from './chips/sentence-chip.tsx';

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
        {c('goal.win')}
        <Tok
          kind="value"
          words={goal === undefined ? c('goal.missing') : within(goal.name)}
          label={c('goal.choose')}
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
                label={c('goal.choose')}
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
                {c('goal.edit')}
              </Link>
            </>
          )}
        />
        {goal !== undefined && <Worth goal={goal} />}
        {c('goal.within')}
        <span className="tok name">
          {goal === undefined
            ? ''
            : goal.window.type === 'visit'
              ? c('goal.sameVisit')
              : spanWords(goal.window.seconds)}
        </span>
        {c('goal.from')}
        <span className="tok name">{goal === undefined ? '' : c(`trust.${goal.trust}`)}</span>
        {c(goal?.trust === 'server' ? 'goal.events' : 'goal.events.orMore')}
      </Says>
    </Part>
  );

  function Worth({ goal: { value, valueCap } }: { goal: Goal }) {
    if (value.type === 'none') return null;
    const cap =
      valueCap === null ? null : (
        <>
          {c('goal.upTo')}
          <span className="tok name">{format.sum(valueCap)}</span>
        </>
      );
    if (value.type === 'fixed')
      return (
        <>
          {c('goal.worth.fixed')}
          <span className="tok name">{format.sum(value.amount)}</span>
          {cap}
        </>
      );
    return (
      <>
        {c('goal.worth')}
        <span className="tok name">{value.path}</span>
        {cap}
      </>
    );
  }
}
