// The menu of a row or a group: what its chips cannot say (how often, within, where, steps), and
// moving, turning around, grouping and removing.
import type { Condition } from '@opportune/protocol/campaign/condition.ts';
import { conditionLimits } from '@opportune/protocol/campaign/condition.ts';
import { Icon, MenuItem, MenuLine, MoreMenu, t } from '../../../ui/index.ts';
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
  const acts: Act[] = [];
  if (count > 1 && at > 0)
    acts.push({ key: 'up', words: t('campaigns.build.up'), next: moveAt(condition, path, -1) });
  if (count > 1 && at < count - 1)
    acts.push({ key: 'down', words: t('campaigns.build.down'), next: moveAt(condition, path, 1) });
  acts.push({ key: 'negate', words: t('campaigns.build.negate'), next: negateAt(condition, path) });
  if (path !== '' && isGroup(node) && count > 0)
    acts.push({
      key: 'unwrap',
      words: t('campaigns.build.unwrap'),
      next: unwrapAt(condition, path),
    });
  else if (path !== '')
    acts.push({
      key: 'wrap',
      words: t('campaigns.build.wrap'),
      next: wrapAt(condition, path, 'any'),
    });
  return acts;
}

/** Acts on the node itself; `next` is the node, not the whole. Values that nobody said are `unset`. */
function ownActs(node: Condition, section: string): readonly Act[] {
  if ('not' in node)
    return ownActs(node.not, section).map((act) => ({ ...act, next: { not: act.next } }));
  const acts: Act[] = [];
  if ('performed' in node) {
    const { count, withinS, ...rest } = node;
    if (count === undefined)
      acts.push({
        key: 'count',
        words: t('campaigns.build.count'),
        next: { ...node, count: { op: 'gte', value: 2 } },
      });
    else
      acts.push({
        key: 'count',
        words: t('campaigns.build.count.remove'),
        next: withinS === undefined ? rest : { ...rest, withinS },
      });
    const { where = [] } = node.performed;
    if (where.length < 5)
      acts.push({
        key: 'where',
        words: t('campaigns.build.where'),
        next: {
          ...node,
          performed: {
            ...node.performed,
            where: [...where, { path: 'category', op: 'eq', value: unset }],
          },
        },
      });
    where.forEach(({ path }, at) => {
      const left = where.toSpliced(at, 1);
      acts.push({
        key: `where-${at}`,
        words: t('campaigns.build.where.remove', { property: path }),
        next: {
          ...node,
          performed:
            left.length === 0
              ? { event: node.performed.event }
              : { ...node.performed, where: left },
        },
      });
    });
  }
  if ('performed' in node || 'sequence' in node) {
    const { withinS, ...rest } = node;
    if (withinS === undefined)
      acts.push({
        key: 'within',
        words: t('campaigns.build.within'),
        next: { ...node, withinS: 600 },
      });
    else acts.push({ key: 'within', words: t('campaigns.build.visit'), next: rest });
  }
  if ('sequence' in node) {
    const { without, ...rest } = node;
    if (node.sequence.length < conditionLimits.sequenceSteps)
      acts.push({
        key: 'step',
        words: t('campaigns.build.step'),
        next: { ...node, sequence: [...node.sequence, { event: 'Product Added' }] },
      });
    if (node.sequence.length > 2)
      acts.push({
        key: 'unstep',
        words: t('campaigns.build.step.remove'),
        next: { ...node, sequence: node.sequence.slice(0, -1) },
      });
    if (without === undefined)
      acts.push({
        key: 'without',
        words: t('campaigns.build.without'),
        next: { ...node, without: { event: 'Checkout Started' } },
      });
    else acts.push({ key: 'without', words: t('campaigns.build.without.remove'), next: rest });
  }
  if ('dwell' in node && node.dwell.on === 'section' && node.dwell.section === undefined) {
    acts.push({
      key: 'section',
      words: t('campaigns.build.section'),
      next: { dwell: { ...node.dwell, section } },
    });
  }
  return acts;
}
