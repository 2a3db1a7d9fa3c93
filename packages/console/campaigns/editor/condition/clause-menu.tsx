// The menu of a row or a group. It offers what the chips cannot (count, span, properties, steps),
// and moving, negating, grouping and removing.
import type { Condition } from '@opportune/protocol/campaign/condition.ts';
import { conditionLimits } from '@opportune/protocol/campaign/condition.ts';
import { Icon, MenuItem, MenuLine, MoreMenu, t } from '../../../ui/index.ts';
import type { Key } from '../../../words/words.ts';
import { useEdit } from '../edit-context.tsx';
import { unset } from './new-node.ts';
import {
  isGroup,
  keysOf,
  moveAt,
  negateAt,
  nodeAt,
  replaceAt,
  unwrapAt,
  valueAt,
  wrapAt,
} from './condition-edit.ts';
import type { Whole } from './whole.ts';

interface Act {
  readonly key: string;
  readonly words: string;
  readonly next: Condition;
}

export function ClauseMenu({ whole, path, words }: { whole: Whole; path: string; words: string }) {
  const { condition, onChange, remove } = whole;
  const { sections } = useEdit();
  const node = nodeAt(condition, path);
  if (node === undefined) return null;
  const own = ownActs(node, sections[0]?.name ?? unset).map((act) => ({
    ...act,
    next: replaceAt(condition, path, act.next),
  }));
  const place = placeActs(condition, path, node);
  const item = ({ key, words: label, next }: Act) => (
    <MenuItem key={key} onClick={() => onChange(next)}>
      {label}
    </MenuItem>
  );
  return (
    <MoreMenu label={t('campaigns.build.row', { words })}>
      {own.map(item)}
      {own.length > 0 && <MenuLine />}
      {place.map(item)}
      <MenuLine />
      <MenuItem danger before={<Icon name="trash" />} onClick={() => remove(path)}>
        {t('campaigns.build.remove')}
      </MenuItem>
    </MoreMenu>
  );
}

function placeActs(condition: Condition, path: string, node: Condition): readonly Act[] {
  const at = Number(keysOf(path).at(-1));
  const siblings = valueAt(condition, keysOf(path).slice(0, -1).join('.'));
  const count = Array.isArray(siblings) ? siblings.length : 0;
  const isFull = isGroup(node) && count > 0;
  return [
    ...when(count > 1 && at > 0, act('up', moveAt(condition, path, -1))),
    ...when(count > 1 && at < count - 1, act('down', moveAt(condition, path, 1))),
    act('negate', negateAt(condition, path)),
    ...when(path !== '' && isFull, act('unwrap', unwrapAt(condition, path))),
    ...when(path !== '' && !isFull, act('wrap', wrapAt(condition, path, 'any'))),
  ];
}

type ActName =
  Extract<Key, `campaigns.build.${string}`> extends `campaigns.build.${infer Name}` ? Name : never;

function act(name: ActName, next: Condition, key: string = name): Act {
  return { key, words: t(`campaigns.build.${name}`), next };
}

function when(holds: boolean, ...acts: readonly Act[]): readonly Act[] {
  return holds ? acts : [];
}

/**
 * Changes that a kind of row allows and its chips cannot offer. `section` is the one to begin with.
 */
function ownActs(node: Condition, section: string): readonly Act[] {
  if ('not' in node)
    return ownActs(node.not, section).map((each) => ({ ...each, next: { not: each.next } }));
  return [
    ...('performed' in node ? [...countActs(node), ...whereActs(node)] : []),
    ...('performed' in node || 'sequence' in node ? [withinAct(node)] : []),
    ...('sequence' in node ? sequenceActs(node) : []),
    ...('dwell' in node && node.dwell.on === 'section' && node.dwell.section === undefined
      ? [act('section', { dwell: { ...node.dwell, section } })]
      : []),
  ];
}

type Node<Kind extends string> = Extract<Condition, { readonly [Name in Kind]: unknown }>;

function countActs(node: Node<'performed'>): readonly Act[] {
  const { count, withinS, ...rest } = node;
  if (count === undefined) return [act('count', { ...node, count: { op: 'gte', value: 2 } })];
  const next = withinS === undefined ? rest : { ...rest, withinS };
  return [act('count.remove', next, 'count')];
}

function whereActs(node: Node<'performed'>): readonly Act[] {
  const { performed } = node;
  const { event, where = [] } = performed;
  const added = [...where, { path: 'category', op: 'eq' as const, value: unset }];
  return [
    ...when(where.length < 5, act('where', { ...node, performed: { ...performed, where: added } })),
    ...where.map(({ path }, at) => {
      const left = where.toSpliced(at, 1);
      return {
        key: `where-${at}`,
        words: t('campaigns.build.where.remove', { property: path }),
        next: { ...node, performed: left.length === 0 ? { event } : { ...performed, where: left } },
      };
    }),
  ];
}

function withinAct(node: Node<'performed'> | Node<'sequence'>): Act {
  const { withinS, ...rest } = node;
  return withinS === undefined
    ? act('within', { ...node, withinS: 600 })
    : act('visit', rest, 'within');
}

function sequenceActs(node: Node<'sequence'>): readonly Act[] {
  const { without, ...rest } = node;
  const { sequence } = node;
  const longer = [...sequence, { event: 'Product Added' }];
  return [
    ...when(
      sequence.length < conditionLimits.sequenceSteps,
      act('step', { ...node, sequence: longer }),
    ),
    ...when(
      sequence.length > 2,
      act('step.remove', { ...node, sequence: sequence.slice(0, -1) }, 'unstep'),
    ),
    without === undefined
      ? act('without', { ...node, without: { event: 'Checkout Started' } })
      : act('without.remove', rest, 'without'),
  ];
}
