// A row of the builder: one clause as chips, with its menu. Also the rows that only the live
// version has.
import type { Sentence } from '@opportune/protocol/campaign/sentence.ts';
import { ChipView } from '../chips/chip-view.tsx';
import { ClauseMenu } from './clause-menu.tsx';
import { nodeAt, setAt } from './condition-edit.ts';
import { useEdit } from '../edit-context.tsx';
import { Says } from '../part.tsx';
import { conditionWords } from '../chips/speak.ts';
import type { Whole } from './whole.ts';
import { t } from '../../../words/words.ts';

type ClauseSentence = Extract<Sentence, { type: 'clause' }>;

export function ClauseRow({ sentence, whole }: { sentence: ClauseSentence; whole: Whole }) {
  const { change } = useEdit();
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
            <ClauseMenu whole={whole} path={sentence.path} words={conditionWords(node)} />
          </span>
        )}
      </Says>
    </div>
  );
}

/** Clauses that the live version has here and the draft does not. */
export function RemovedRows({ path, whole }: { path: string; whole: Whole }) {
  const removed = whole.diff.removed.get(path) ?? [];
  return removed.map((node, at) => (
    <div key={at} role="listitem">
      <Says>
        <span className="aside-voice">{t('campaigns.group.removed')}</span>
        <s className="was">{conditionWords(node)}</s>
      </Says>
    </div>
  ));
}
