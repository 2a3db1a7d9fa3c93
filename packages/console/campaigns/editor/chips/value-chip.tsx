// A chip with a value, a pair or a list, in the unit of its fact.
import { factDefinition } from '@opportune/protocol/behaviour/facts.ts';
import { asMark, type ChipProps } from './chip.ts';
import { nodeAt, valueAt } from '../condition/condition-edit.ts';
import { useEdit } from '../edit-context.tsx';
import { unset } from '../condition/new-node.ts';
import { shown } from './speak.ts';
import { Tok } from './sentence-chip.tsx';
import { NumberForm } from './number-form.tsx';
import { ValueForm } from './value-form.tsx';
import { t } from '../../../words/words.ts';

type One = string | number | boolean;

export function ValueChip({ chip, onSet, nodePath, condition, mark, wrong }: ChipProps<'value'>) {
  const { sections } = useEdit();
  const node = nodeAt(condition, nodePath);
  const fact = node !== undefined && 'fact' in node ? node.fact : null;
  const op = valueAt(condition, chip.path.replace(/value$/, 'op'));
  const pair = op === 'between';
  const list = op === 'in' || op === 'notIn';
  const say = (one: One): string =>
    one === unset ? t('campaigns.chip.empty') : shown(one, chip.unit);
  const said = (typeof chip.value === 'object' ? chip.value : [chip.value]).map(say);
  const text = said.join(pair ? ' – ' : ', ');
  const wasOf = (was: unknown): string | undefined => {
    const before = (Array.isArray(was) ? was : [was]).filter(isOne).map(say);
    return before.length === 0 ? undefined : before.join(', ');
  };
  const label = chip.unit === 'seconds' ? t('campaigns.chip.amount') : t('campaigns.chip.value');
  const change = (value: unknown): void => onSet(chip.path, value);
  return (
    <Tok
      kind="value"
      words={list && said.length > 1 ? <Listed words={said} /> : text}
      spoken={text}
      label={label}
      mark={asMark(mark, wasOf)}
      wrong={wrong}
      width={chip.unit === 'times' ? 280 : chip.unit === 'seconds' || pair ? 300 : 260}
      edit={(close) =>
        chip.unit === 'times' ? (
          <NumberForm
            whole
            min={0}
            max={1000}
            label={label}
            value={Number(chip.value)}
            onChange={change}
          />
        ) : (
          <>
            <ValueForm
              label={label}
              unit={chip.unit}
              value={chip.value}
              list={list}
              pair={pair}
              closed={fact === null ? undefined : factDefinition(fact)?.values}
              offered={ofSections.has(fact ?? '') ? sections.map(({ name }) => name) : []}
              onChange={change}
              close={close}
            />
            {fact === ofSearches && <p className="small t3">{t('campaigns.chip.search.whole')}</p>}
          </>
        )
      }
    />
  );
}

/** Facts whose values are names of sections. */
const ofSections: ReadonlySet<string> = new Set(['page.section', 'visit.sections']);

/** Each value of this fact is a whole search phrase, which the fact's name does not tell. */
const ofSearches = 'search.words';

function Listed({ words }: { words: readonly string[] }) {
  return (
    <span className="tok-values">
      {words.map((each) => (
        <span key={each}>{each}</span>
      ))}
    </span>
  );
}

function isOne(value: unknown): value is One {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
