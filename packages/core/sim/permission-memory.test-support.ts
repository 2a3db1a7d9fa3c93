// Suppressions in memory, on transactions that may be cut off. For simulations only: it knows no opt-ins
// and nothing that people of the account record.
import { addressKey, type AddressAt } from '@opportune/protocol/contact/contact.ts';
import type { Heard, Permission } from '../ports/permission.ts';
import type { Sql } from '../ports/records.ts';
import { Table, type Transaction, transactionOf } from './transactions.test-support.ts';

export interface SuppressionRow {
  readonly reason: 'blocked' | 'words';
  readonly since: number;
  readonly releasedAt: number | null;
}

export type SuppressionTable = Table<SuppressionRow>;

export function createSuppressionTable(): SuppressionTable {
  return new Table('suppressions');
}

export function openMemoryPermission(table: SuppressionTable): Permission {
  const keyOf = (by: Transaction, at: AddressAt) => `${by.account} ${addressKey(at)}`;
  const isSuppressed = async (sql: Sql, to: AddressAt): Promise<boolean> => {
    const by = transactionOf(sql);
    await by.step();
    return table.get(by, keyOf(by, to))?.releasedAt === null;
  };
  return {
    isSuppressed,
    async mayLeave(sql, to) {
      const by = transactionOf(sql);
      await table.lock(by, keyOf(by, to));
      return !(await isSuppressed(sql, to));
    },
    // Nobody has transcripts sent in schedules, and nobody is called back.
    mayMailLeave: async () => true,
    mayTextLeave: async () => true,
    // Agents of schedules write whatever they were told.
    isConversationSuppressed: async () => false,
    permits: async () => false,
    async hear(sql, _account, heard) {
      const by = transactionOf(sql);
      for (const each of heard) {
        const key = keyOf(by, each);
        await table.lock(by, key);
        const row = changed(table.get(by, key) ?? null, each);
        if (row !== null) table.put(by, key, row);
      }
      return () => {};
    },
  };
}

/** Null: it stays as it is. */
function changed(row: SuppressionRow | null, heard: Heard): SuppressionRow | null {
  const { at } = heard;
  if (heard.type === 'opt-out') {
    const isStronger = row?.reason === 'blocked' && heard.by !== 'provider';
    if (heard.purpose !== null || (row?.releasedAt === null && !isStronger)) return null;
    if (row !== null && row.releasedAt !== null && row.releasedAt > at) return null;
    const reason = heard.by === 'provider' ? 'blocked' : 'words';
    return { reason, since: at, releasedAt: null };
  }
  if (row === null || row.releasedAt !== null || row.since > at) return null;
  const isStrong = heard.type === 'opt-in' && heard.by !== 'provider';
  return row.reason === 'blocked' || isStrong ? { ...row, releasedAt: at } : null;
}
