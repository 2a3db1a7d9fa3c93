// A condition as a sentence that is edited in place: groups with their logic, rows of chips, and a menu
// a row for what cannot be said by a chip. The same condition as JSON is one click away.
import { sentenceOf } from '@opportune/core/campaign/sentence.ts';
import type { CampaignProblem } from '@opportune/core/campaign/check-campaign.ts';
import type { Condition } from '@opportune/protocol/condition.ts';
import type { Sentence } from '@opportune/protocol/sentence.ts';
import { Button, IconButton, Icon, Popover, say } from '../../ui/index.ts';
import { c } from '../words.ts';
import { ChipView } from './chip-view.tsx';
import {
  addTo,
  isGroup,
  nodeAt,
  partsOf,
  removeAt,
  setAt,
  setLogic,
  type Logic,
} from './condition-edit.ts';
import { diffConditions, noDiff } from './condition-diff.ts';
import { ClauseMenu } from './clause-menu.tsx';
import { useEdit } from './edit-context.tsx';
import { FactPicker } from './fact-picker.tsx';
import { newBehaviour, newFact } from './new-node.ts';
import { Says } from './part.tsx';
import { conditionWords } from './speak.ts';
import { Choices, Tok } from './tok.tsx';
import type { Whole } from './whole.ts';

export interface BuilderProps {
  readonly condition: Condition;
  readonly live: Condition | null;
  readonly lead: string;
  /** What it says where nothing is asked. */
  readonly always: string;
  /** Problems with paths from the condition. */
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
      say(c('build.removed'), () => onChange(condition));
    },
  };
  const sentence = sentenceOf(condition);
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
            <Removed path="" whole={whole} />
          </div>
        </>
      ) : (
        <GroupView sentence={sentence} whole={whole} lead={lead} />
      )}
      {empty && diff.removed.has('') && (
        <div className="nest" role="list">
          <Removed path="" whole={whole} />
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

function GroupView({
  sentence,
  whole,
  lead,
}: {
  sentence: GroupSentence;
  whole: Whole;
  lead?: string;
}) {
  const { change } = useEdit();
  const [only] = sentence.parts;
  // "None of" reads its parts; any other `not` stands in front of what it denies.
  const none = sentence.logic === 'not' && only?.type === 'group' && only.logic === 'any';
  const parts = none && only.type === 'group' ? only.parts : sentence.parts;
  const inner = none && only.type === 'group' ? only.path : sentence.path;
  const mark =
    whole.diff.marks.get(
      sentence.path === '' ? sentence.logic : `${sentence.path}.${sentence.logic}`,
    ) ?? whole.diff.marks.get(sentence.path);
  const choose = (logic: Logic): void =>
    whole.onChange(setLogic(whole.condition, sentence.path, logic));
  const choices = (['all', 'any', 'not'] as const).map((value) => ({
    value,
    label: c(`group.${value}.long`),
  }));
  const fixed = sentence.logic === 'not' && !none;
  const wasLogic = mark?.was === 'all' || mark?.was === 'any' ? c(`group.${mark.was}`) : undefined;
  return (
    <div className="group">
      <Says>
        {lead}
        <Tok
          kind="logic"
          words={c(`group.${sentence.logic}`)}
          label={c('group.logic')}
          mark={mark === undefined ? undefined : wasLogic === undefined ? {} : { was: wasLogic }}
          noDone
          {...(fixed
            ? {}
            : {
                edit: (close: () => void) => (
                  <Choices
                    label={c('group.logic')}
                    value={sentence.logic}
                    choices={choices}
                    onChoose={(value) => {
                      choose(value);
                      close();
                    }}
                  />
                ),
              })}
        />
        {c(lead === undefined ? 'group.inner.tail' : 'group.tail')}
        {change !== null && lead === undefined && (
          <span className="row-acts">
            <AddButton whole={whole} path={inner} small />
            <ClauseMenu whole={whole} path={sentence.path} words={c(`group.${sentence.logic}`)} />
          </span>
        )}
      </Says>
      <div className="nest" role="list">
        {parts.map((part) => (
          <Row key={part.path} sentence={part} whole={whole} />
        ))}
        <Removed path={inner} whole={whole} />
      </div>
    </div>
  );
}

function Row({ sentence, whole }: { sentence: Sentence; whole: Whole }) {
  const { change, format } = useEdit();
  if (sentence.type === 'group')
    return (
      <div role="listitem">
        <GroupView sentence={sentence} whole={whole} />
      </div>
    );
  const nodePath = sentence.negated
    ? sentence.path === ''
      ? 'not'
      : `${sentence.path}.not`
    : sentence.path;
  const isNew = whole.diff.marks.get(sentence.path) ?? whole.diff.marks.get(nodePath);
  const wrong = whole.problems.filter(
    ({ path }) =>
      path === sentence.path || path.startsWith(sentence.path === '' ? '' : `${sentence.path}.`),
  );
  const onSet = (path: string, value: unknown): void => {
    const next = path === '' ? setAt({ all: [] }, '', value) : setAt(whole.condition, path, value);
    if (next !== null) whole.onChange(next);
  };
  const node = nodeAt(whole.condition, sentence.path);
  return (
    <div role="listitem" className={isNew === undefined ? 'clause' : 'clause new'}>
      <Says>
        {sentence.chips.map((chip, at) => (
          <ChipView
            key={`${chip.path} ${chip.kind} ${at}`}
            chip={chip}
            first={at === 0}
            condition={whole.condition}
            nodePath={nodePath}
            mark={
              chip.kind === 'word' && !chip.path.endsWith('.op') && !chip.path.endsWith('.on')
                ? undefined
                : whole.diff.marks.get(chip.path)
            }
            wrong={wrong.find(({ path }) => path === chip.path)?.message}
            onSet={onSet}
          />
        ))}
        {change !== null && node !== undefined && (
          <span className="row-acts">
            <ClauseMenu whole={whole} path={sentence.path} words={conditionWords(node, format)} />
          </span>
        )}
      </Says>
    </div>
  );
}

/** What live has here and the draft has not. */
function Removed({ path, whole }: { path: string; whole: Whole }) {
  const { format } = useEdit();
  const removed = whole.diff.removed.get(path) ?? [];
  return removed.map((node, at) => (
    <div key={at} role="listitem">
      <Says>
        <span className="aside-voice">{c('group.removed')}</span>
        <s className="was">{conditionWords(node, format)}</s>
      </Says>
    </div>
  ));
}

function AddBar({ whole, path }: { whole: Whole; path: string }) {
  return (
    <div className="add">
      <AddButton whole={whole} path={path} />
      <Button
        variant="quiet"
        icon="plus"
        onClick={() =>
          whole.onChange(
            addTo(whole.condition, path, { any: [newBehaviour('leaving'), newBehaviour('idle')] }),
          )
        }
      >
        {c('build.group')}
      </Button>
    </div>
  );
}

function AddButton({
  whole,
  path,
  small = false,
}: {
  whole: Whole;
  path: string;
  small?: boolean;
}) {
  const add = (node: Condition): void => whole.onChange(addTo(whole.condition, path, node));
  return (
    <Popover
      label={c('build.condition')}
      width={340}
      position="bottom-start"
      target={(toggle, open) =>
        small ? (
          <IconButton
            icon="plus"
            size={14}
            label={c('build.condition')}
            aria-expanded={open}
            onClick={toggle}
          />
        ) : (
          <button
            type="button"
            className="btn quiet small add-condition"
            aria-expanded={open}
            onClick={toggle}
          >
            <Icon name="plus" size={14} />
            {c('build.condition')}
          </button>
        )
      }
    >
      {(close) => (
        <FactPicker
          onFact={(fact, type) => {
            add(newFact(fact, type));
            close();
          }}
          onBehaviour={(kind) => {
            add(newBehaviour(kind));
            close();
          }}
        />
      )}
    </Popover>
  );
}
