// Tags, dispositions and fields: the account's lists, changed by managers, and the values that
// agents give to conversations. Refuses a value that does not fit its field, and the number of a card.
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import { mayKeepNumber } from '@opportune/core/masking/ways-in.ts';
import { isDay } from '@opportune/core/world/instant.ts';
import type { Clock, Ids } from '@opportune/core/world/world.ts';
import type { AccountId, ConversationId, UserId } from '@opportune/protocol/ids.ts';
import {
  type ConversationLabels,
  FieldType,
  type FieldValue,
  labelLimits,
  type LabelLists,
  type LabelListsDraft,
  type LabelsChange,
} from '@opportune/protocol/rest/conversation/labels.ts';
import { lockAccount } from '../../http/rest/lock-account.ts';
import { type Unchanged, whateverItIs } from '../../http/rest/whole-document.ts';
import { refuse } from '../../http/problem/refusal.ts';
import {
  dropDisposition,
  dropLabel,
  readLabels,
  type Stamp,
  writeLabel,
} from './conversation-label-rows.ts';
import {
  type Entry,
  type Kind,
  type Known,
  readKnown,
  readLists,
  writeList,
  writeRequired,
} from './label-rows.ts';

export interface Labels {
  lists(account: AccountId): Promise<LabelLists>;
  /** Throws `request.invalid` for an unknown id, a repeated name or a changed type. */
  replace(account: AccountId, draft: LabelListsDraft, unchanged?: Unchanged): Promise<LabelLists>;
  /** Throws `request.not_found` if the account has no such conversation. */
  of(account: AccountId, conversation: ConversationId): Promise<ConversationLabels>;
  /**
   * Throws `request.invalid` for an unlisted label, too many tags, or a value that does not fit.
   */
  change(
    account: AccountId,
    conversation: ConversationId,
    by: UserId,
    change: LabelsChange,
  ): Promise<ConversationLabels>;
}

export function createLabels(records: Records, ids: Ids, clock: Clock): Labels {
  return {
    lists: (account) => records.withAccount(account, readLists),
    replace: (account, draft, unchanged = whateverItIs) =>
      records.withAccount(account, async (sql) => {
        await lockAccount(sql);
        unchanged(await readLists(sql));
        const known = await readKnown(sql);
        const { tags, dispositions, fields, dispositionRequired } = draft;
        for (const [kind, path, list] of [
          ['tag', 'tags', tags],
          ['disposition', 'dispositions', dispositions],
          ['field', 'fields', fields],
        ] as const)
          if (list !== undefined)
            await writeList(sql, account, kind, entriesOf(list, { kind, path, known, ids }));
        if (dispositionRequired !== undefined)
          await writeRequired(sql, account, dispositionRequired);
        if ((await readKnown(sql)).size > labelLimits.kept) throw refuse('account.full');
        return readLists(sql);
      }),
    of: (account, conversation) =>
      records.withAccount(account, async (sql) => {
        await mustBe(sql, conversation, '');
        return readLabels(sql, conversation);
      }),
    change: (account, conversation, by, wanted) =>
      records.withAccount(account, async (sql) => {
        await mustBe(sql, conversation, 'FOR NO KEY UPDATE');
        await apply(sql, { account, conversation }, wanted, { by, at: clock.now() });
        const labels = await readLabels(sql, conversation);
        if (labels.tags.length > labelLimits.tagsOfOne)
          throw refuse('request.invalid', { path: 'addTags' });
        return labels;
      }),
  };
}

async function mustBe(
  sql: Sql,
  conversation: ConversationId,
  lock: '' | 'FOR NO KEY UPDATE',
): Promise<void> {
  const there = await sql.row(`SELECT 1 FROM conversations WHERE id = $1 ${lock}`, [conversation]);
  if (there === undefined) throw refuse('request.not_found');
}

interface Listing {
  readonly kind: Kind;
  readonly path: string;
  readonly known: ReadonlyMap<string, Known>;
  readonly ids: Ids;
}

function entriesOf(
  list: readonly { id?: string | undefined; name: string; holds?: FieldType }[],
  { kind, path, known, ids }: Listing,
): readonly Entry[] {
  const taken = new Set<string>();
  return list.map(({ id, name, holds }, at) => {
    const was = id === undefined ? undefined : known.get(id);
    const isOther = id !== undefined && was?.kind !== kind;
    if (isOther || taken.has(name.toLowerCase()) || (id !== undefined && taken.has(`id ${id}`)))
      throw refuse('request.invalid', { path: `${path}.${at}` });
    taken.add(name.toLowerCase()).add(`id ${id ?? name}`);
    if (was !== undefined && holds !== undefined && FieldType.parse(was.holds).type !== holds.type)
      throw refuse('request.invalid', {
        path: `${path}.${at}.holds`,
        detail: 'The type of a field cannot change. Add another field.',
      });
    return { id: id ?? ids.next(), name, holds: holds ?? null };
  });
}

async function apply(
  sql: Sql,
  of: { account: AccountId; conversation: ConversationId },
  { addTags = [], removeTags = [], disposition, fields = {} }: LabelsChange,
  stamp: Stamp,
): Promise<void> {
  const known = await readKnown(sql);
  const listed = (label: string, kind: Kind, path: string): Known => {
    const entry = known.get(label);
    if (entry?.kind !== kind || !entry.listed) throw refuse('request.invalid', { path });
    return entry;
  };
  for (const [at, label] of addTags.entries()) {
    listed(label, 'tag', `addTags.${at}`);
    await writeLabel(sql, of, { label, kind: 'tag', value: null }, stamp);
  }
  for (const [at, label] of removeTags.entries()) {
    listed(label, 'tag', `removeTags.${at}`);
    await dropLabel(sql, of.conversation, label);
  }
  if (disposition === null) await dropDisposition(sql, of.conversation);
  else if (disposition !== undefined) {
    listed(disposition, 'disposition', 'disposition');
    const label = { label: disposition, kind: 'disposition', value: null } as const;
    await writeLabel(sql, of, label, stamp);
  }
  for (const [label, value] of Object.entries(fields)) {
    const path = `fields.${label}`;
    const { holds } = listed(label, 'field', path);
    if (value === null) await dropLabel(sql, of.conversation, label);
    else if (fits(value, FieldType.parse(holds)))
      await writeLabel(sql, of, { label, kind: 'field', value }, stamp);
    else throw refuse('request.invalid', { path });
  }
}

export function fits(value: FieldValue, holds: FieldType): boolean {
  switch (holds.type) {
    case 'text':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) && mayKeepNumber(value);
    case 'flag':
      return value === true;
    case 'date':
      return typeof value === 'string' && isDay(value);
    case 'choice':
      return typeof value === 'string' && holds.choices.includes(value);
  }
}
