// Edits a condition in place as a sentence: groups with their logic, rows of chips, and a menu on
// each row for what a chip cannot change. The same condition as JSON is one click away.
import { sentenceOf } from '@opportune/core/campaign/sentence.ts';
import type { CampaignProblem } from '@opportune/core/campaign/check-campaign.ts';
import type { Condition } from '@opportune/protocol/campaign/condition.ts';
import type { Sentence } from '@opportune/protocol/campaign/sentence.ts';
import { say, t, choicesOf } from '../../../ui/index.ts';
import { AddBar, AddButton } from './add-condition.tsx';
import { asMark } from '../chips/chip.ts';
import { ChoiceChip } from '../chips/choice-chip.tsx';
import { ClauseMenu } from './clause-menu.tsx';
import { ClauseRow, RemovedRows } from './clause-row.tsx';
import { diffConditions, noDiff } from './condition-diff.ts';
import { isGroup, nodeAt, partsOf, removeAt, setLogic, type Logic } from './condition-edit.ts';
import { useEdit } from '../edit-context.tsx';
import { Says } from '../part.tsx';
import { patterns } from '../chips/speak.ts';
import type { Whole } from './whole.ts';

export interface BuilderProps {
  readonly condition: Condition;
  readonly live: Condition | null;
  readonly lead: string;
  /** The words for an empty condition. */
  readonly always: string;
  /** Problems, with paths relative to the condition. */
  readonly problems: readonly CampaignProblem[];
  readonly onChange: (next: Condition) => void;
}

export function ConditionBuilder(props: BuilderProps) {
  const { condition, live, lead, always, onChange } = props;
  const { change } = useEdit();
  const diff = live === null ? noDiff : diffConditions(live, condition);
  const whole: Whole = {
    condition,
    diff,
    problems: props.problems,
    onChange,
    remove: (path) => {
      onChange(removeAt(condition, path));
      say(t('campaigns.build.removed'), () => onChange(condition));
    },
  };
  const sentence = sentenceOf(condition, '', patterns());
  const empty = isGroup(condition) && partsOf(condition).length === 0;
  return (
    <>
      {empty ? (
        <Says>{always}</Says>
      ) : sentence.type === 'clause' ? (
        <>
          <Says>{lead}</Says>
          <div className="nest" role="list">
            <Row sentence={sentence} whole={whole} />
            <RemovedRows path="" whole={whole} />
          </div>
        </>
      ) : (
        <GroupView sentence={sentence} whole={whole} lead={lead} />
      )}
      {empty && diff.removed.has('') && (
        <div className="nest" role="list">
          <RemovedRows path="" whole={whole} />
        </div>
      )}
      {change !== null && (
        <AddBar
          whole={whole}
          path={
            sentence.type === 'group' &&
            sentence.logic === 'not' &&
            isGroup(nodeAt(condition, 'not') ?? condition)
              ? 'not'
              : ''
          }
        />
      )}
    </>
  );
}

type GroupSentence = Extract<Sentence, { type: 'group' }>;

interface GroupViewProps {
  readonly sentence: GroupSentence;
  readonly whole: Whole;
  readonly lead?: string;
}

function GroupView({ sentence, whole, lead }: GroupViewProps) {
  const { change } = useEdit();
  const [only] = sentence.parts;
  // "None of" shows the parts of its inner group. Any other `not` stands before what it negates.
  const none = sentence.logic === 'not' && only?.type === 'group' && only.logic === 'any';
  const parts = none && only.type === 'group' ? only.parts : sentence.parts;
  const inner = none && only.type === 'group' ? only.path : sentence.path;
  const mark =
    whole.diff.marks.get(
      sentence.path === '' ? sentence.logic : `${sentence.path}.${sentence.logic}`,
    ) ?? whole.diff.marks.get(sentence.path);
  const choose = (logic: Logic): void =>
    whole.onChange(setLogic(whole.condition, sentence.path, logic));
  const choices = choicesOf(['all', 'any', 'not'] as const, (value) =>
    t(`campaigns.group.${value}.long`),
  );
  return (
    <div className="group">
      <Says>
        {lead}
        <ChoiceChip
          kind="logic"
          words={t(`campaigns.group.${sentence.logic}`)}
          label={t('campaigns.group.logic')}
          value={sentence.logic}
          choices={choices}
          fixed={sentence.logic === 'not' && !none}
          onChoose={choose}
          mark={asMark(mark, (was) =>
            was === 'all' || was === 'any' ? t(`campaigns.group.${was}`) : undefined,
          )}
        />
        {t(lead === undefined ? 'campaigns.group.inner.tail' : 'campaigns.group.tail')}
        {change !== null && lead === undefined && (
          <span className="row-acts">
            <AddButton whole={whole} path={inner} small />
            <ClauseMenu
              whole={whole}
              path={sentence.path}
              words={t(`campaigns.group.${sentence.logic}`)}
            />
          </span>
        )}
      </Says>
      <div className="nest" role="list">
        {parts.map((part) => (
          <Row key={part.path} sentence={part} whole={whole} />
        ))}
        <RemovedRows path={inner} whole={whole} />
      </div>
    </div>
  );
}

function Row({ sentence, whole }: { sentence: Sentence; whole: Whole }) {
  if (sentence.type === 'clause') return <ClauseRow sentence={sentence} whole={whole} />;
  return (
    <div role="listitem">
      <GroupView sentence={sentence} whole={whole} />
    </div>
  );
}
