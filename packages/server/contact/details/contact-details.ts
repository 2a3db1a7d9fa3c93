// What the team keeps of a contact: the name, the language, tags, fields and notes, each change with its
// record. Refuses a value that does not fit its field.
import type { Mask } from '@opportune/core/masking/mask.ts';
import { maskOf, type Masks } from '@opportune/core/masking/ways-in.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { Clock, Ids } from '@opportune/core/world/world.ts';
import {
  type AccountId,
  type ContactId,
  ContactNoteId,
  type UserId,
} from '@opportune/protocol/ids.ts';
import {
  type ContactChange,
  contactDetailLimits,
  type ContactDetails,
  type ContactDetailsChange,
  type ContactFieldValue,
  type ContactNote,
} from '@opportune/protocol/rest/contact/details.ts';
import { found, refuse } from '../../http/problem/refusal.ts';
import type { Page, PageQuestion } from '../../http/rest/page.ts';
import type { Unchanged } from '../../http/rest/whole-document.ts';
import { contactIn } from '../contact-rows.ts';
import {
  accountTags,
  changesOf,
  countNotes,
  fieldsOf,
  insertNote,
  listedFields,
  notesOf,
  recordChange,
  removeNote,
  tagsOf,
  writeOwn,
  writeTags,
} from './detail-rows.ts';
import { fits, shownValues } from './field-values.ts';
import { maskedText } from './masked-text.ts';

export interface Person {
  readonly id: UserId;
  readonly name: string;
}

/** All throw `request.not_found` for an unknown contact. What people write is masked as in conversations. */
export interface Details {
  read(account: AccountId, contact: ContactId): Promise<ContactDetails>;
  /** Throws `request.invalid` for an unlisted field or a value that does not fit. */
  change(
    account: AccountId,
    contact: ContactId,
    by: Person,
    wanted: { readonly change: ContactDetailsChange; readonly unchanged: Unchanged },
  ): Promise<ContactDetails>;
  tags(account: AccountId): Promise<readonly { readonly tag: string; readonly contacts: number }[]>;
  notes(account: AccountId, contact: ContactId, page: PageQuestion): Promise<Page<ContactNote>>;
  /** Throws `account.full`. */
  note(account: AccountId, contact: ContactId, by: Person, text: string): Promise<ContactNote>;
  /** One's own note; with `any`, everybody's. Throws `request.not_found`. */
  removeNote(
    account: AccountId,
    contact: ContactId,
    by: Person & { readonly any: boolean },
    note: ContactNoteId,
  ): Promise<void>;
  changes(account: AccountId, contact: ContactId, page: PageQuestion): Promise<Page<ContactChange>>;
}

export interface DetailsParts {
  readonly records: Records;
  /** What the account masks in texts of conversations. Agents copy from these. */
  readonly masks: Masks;
  readonly clock: Clock;
  readonly ids: Ids;
}

export function createDetails({ records, masks, clock, ids }: DetailsParts): Details {
  const stamp = (by: UserId) => ({ id: ids.next(), by, at: clock.now() });
  const within = <T>(account: AccountId, contact: ContactId, work: (sql: Sql) => Promise<T>) =>
    records.withAccount(account, async (sql) => {
      found(await sql.row('SELECT 1 FROM contacts WHERE id = $1', [contact]));
      return work(sql);
    });
  return {
    read: (account, contact) => records.withAccount(account, (sql) => readDetails(sql, contact)),

    async change(account, contact, { id: by }, { change, unchanged }) {
      const mask = await maskOf(masks, account);
      return records.withAccount(account, async (sql) => {
        // Who merges it meanwhile waits.
        await sql.rows('SELECT 1 FROM contacts WHERE id = $1 FOR NO KEY UPDATE', [contact]);
        const before = await readDetails(sql, contact);
        unchanged(before);
        await apply(sql, account, contact, maskedChange(mask, change));
        const after = await readDetails(sql, contact);
        const changed = differences(before, after);
        if (changed !== null)
          await recordChange(sql, account, contact, { ...stamp(by), act: 'details', ...changed });
        return after;
      });
    },

    tags: (account) =>
      records.withAccount(account, (sql) => accountTags(sql, contactDetailLimits.tagsListed)),

    notes: (account, contact, page) =>
      within(account, contact, (sql) => notesOf(sql, contact, page)),

    async note(account, contact, by, written) {
      const text = (await maskOf(masks, account)).text(written);
      return within(account, contact, async (sql) => {
        if ((await countNotes(sql, contact)) >= contactDetailLimits.notes)
          throw refuse('account.full');
        const made = stamp(by.id);
        await insertNote(sql, account, contact, { ...made, text });
        const recorded = {
          ...stamp(by.id),
          act: 'note',
          before: {},
          after: { note: made.id },
        } as const;
        await recordChange(sql, account, contact, recorded);
        const id = ContactNoteId.parse(made.id);
        return { id, text, by: { user: by.id, name: by.name }, createdAt: made.at };
      });
    },

    removeNote: (account, contact, { id: by, any }, note) =>
      within(account, contact, async (sql) => {
        found((await removeNote(sql, contact, note, any ? null : by)) ?? null);
        const recorded = {
          ...stamp(by),
          act: 'note-removed',
          before: { note },
          after: {},
        } as const;
        await recordChange(sql, account, contact, recorded);
      }),

    changes: (account, contact, page) =>
      within(account, contact, (sql) => changesOf(sql, contact, page)),
  };
}

async function readDetails(sql: Sql, contact: ContactId): Promise<ContactDetails> {
  const { id, name, language } = found((await contactIn(sql, contact)) ?? null);
  const fields = shownValues(await fieldsOf(sql, contact), await listedFields(sql));
  return { id, name, language, tags: await tagsOf(sql, contact), fields };
}

/** Of a field, also a choice is masked: one that is masked does not fit its field. */
function maskedChange(
  mask: Mask,
  { name, tags, fields, ...change }: ContactDetailsChange,
): ContactDetailsChange {
  const { nameLength, tagLength, textLength } = contactDetailLimits;
  const masked = (value: ContactFieldValue | null) =>
    typeof value === 'string' ? maskedText(mask, value, textLength) : value;
  return {
    ...change,
    ...(name !== undefined && { name: maskedText(mask, name, nameLength) }),
    ...(tags !== undefined && { tags: tags.map((tag) => maskedText(mask, tag, tagLength)) }),
    ...(fields !== undefined && {
      fields: Object.fromEntries(Object.entries(fields).map(([id, value]) => [id, masked(value)])),
    }),
  };
}

async function apply(
  sql: Sql,
  account: AccountId,
  contact: ContactId,
  { tags, fields = {}, ...own }: ContactDetailsChange,
): Promise<void> {
  const listed = new Map((await listedFields(sql)).map(({ id, holds }) => [String(id), holds]));
  for (const [id, value] of Object.entries(fields)) {
    const holds = listed.get(id);
    if (holds === undefined || (value !== null && !fits(value, holds)))
      throw refuse('request.invalid', { path: `fields.${id}` });
  }
  await writeOwn(sql, contact, { ...own, fields });
  if (tags !== undefined) await writeTags(sql, account, contact, [...new Set(tags)]);
}

type Shown = Omit<ContactDetails, 'id'>;

/** What differs, before and after. Null: nothing does. */
export function differences(
  before: Shown,
  after: Shown,
): Pick<ContactChange, 'before' | 'after'> | null {
  const names = ['name', 'language', 'tags', 'fields'] as const;
  const changed = names.filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  if (changed.length === 0) return null;
  const of = (details: Shown) => Object.fromEntries(changed.map((name) => [name, details[name]]));
  return { before: of(before), after: of(after) };
}
