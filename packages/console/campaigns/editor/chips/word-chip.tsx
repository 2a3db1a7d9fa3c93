// A word between the other chips. Some words offer a choice: how often, within which span, or where
// a visitor stays.
import { asMark, type ChipProps } from './chip.ts';
import { ChoiceChip } from './choice-chip.tsx';
import { valueAt } from '../condition/condition-edit.ts';
import { Tok } from './sentence-chip.tsx';
import { choicesOf } from '../../../ui/form/field.tsx';
import { t } from '../../../words/words.ts';

const counts = ['gte', 'lte', 'eq'] as const;
const spans = ['visit', 'within'] as const;
const places = ['page', 'section', 'visit'] as const;
/** Words that state a whole clause. */
const clauses: ReadonlySet<string> = new Set(['leaving', 'idle', 'leaving.not', 'idle.not']);

export function WordChip({ chip, words, mark, condition, onSet }: ChipProps<'word'>) {
  const { path, key } = chip;
  const now = valueAt(condition, path);
  const common = { words, mark: asMark(mark) };
  if (path.endsWith('count.op'))
    return (
      <ChoiceChip
        {...common}
        label={t('campaigns.chip.operator')}
        value={counts.find((each) => each === now) ?? 'gte'}
        choices={choicesOf(counts, (value) => t(`campaigns.count.${value}`))}
        onChoose={(value) => onSet(path, value)}
      />
    );
  // A choice without a form: once there is a span, it has its own chip.
  if (key === 'visit')
    return (
      <ChoiceChip
        {...common}
        label={t('campaigns.build.within')}
        value="visit"
        choices={choicesOf(spans, (value) => t(`campaigns.build.${value}`))}
        onChoose={(value) => value === 'within' && onSet(path, 600)}
      />
    );
  if (path.endsWith('dwell.on')) {
    const dwell = path.slice(0, -'.on'.length);
    return (
      <ChoiceChip
        {...common}
        label={t('campaigns.chip.where')}
        value={places.find((each) => each === now) ?? 'page'}
        choices={choicesOf(places, (value) => t(`campaigns.dwell.${value}`))}
        onChoose={(on) => onSet(dwell, { on, forS: valueAt(condition, `${dwell}.forS`) })}
      />
    );
  }
  return clauses.has(key) ? <Tok kind="name" words={words} label={words} /> : <span>{words}</span>;
}
