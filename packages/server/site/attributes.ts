// Custom attributes that the account declares. They are part of the configuration: a declared one
// becomes a fact at once, also for earlier values. One that a campaign reads cannot be removed.
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import { CustomAttribute } from '@opportune/protocol/behaviour/attributes.ts';
import { customFactPrefix } from '@opportune/protocol/behaviour/facts.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { accountLimits } from '@opportune/protocol/limits/accounts.ts';
import { type Unchanged, whateverItIs } from '../http/rest/whole-document.ts';
import { refuse } from '../http/problem/refusal.ts';
import { refuseFull } from '../http/rest/room.ts';
import type { ConfigurationChanges } from './seams.ts';

export interface CustomAttributes {
  list(account: AccountId): Promise<CustomAttribute[]>;
  create(account: AccountId, by: string, attribute: CustomAttribute): Promise<CustomAttribute>;
  /** The name stays. Type and privacy may change. */
  replace(
    account: AccountId,
    by: string,
    attribute: CustomAttribute,
    unchanged?: Unchanged,
  ): Promise<CustomAttribute>;
  remove(account: AccountId, by: string, name: string): Promise<void>;
}

export function createCustomAttributes(
  records: Records,
  clock: Clock,
  configurations: ConfigurationChanges,
): CustomAttributes {
  return {
    list: (account) =>
      records.withAccount(account, async (sql) => {
        const rows = await sql.rows<{ document: unknown }>(
          'SELECT document FROM custom_attributes ORDER BY name',
        );
        return rows.map(({ document }) => CustomAttribute.parse(document));
      }),

    create: (account, by, attribute) =>
      configurations.change(account, by, async (sql) => {
        await refuseFull(sql, 'custom_attributes', accountLimits.attributes);
        const added = await sql.run(
          `INSERT INTO custom_attributes (account, name, document, created_at)
           VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
          [account, attribute.name, JSON.stringify(attribute), new Date(clock.now())],
        );
        if (added === 0)
          throw refuse('request.conflict', { detail: `"${attribute.name}" is declared already.` });
        return attribute;
      }),

    replace: (account, by, attribute, unchanged = whateverItIs) =>
      configurations.change(account, by, async (sql) => {
        const before = await mustRead(sql, attribute.name);
        unchanged(before);
        if (before.type !== attribute.type) await refuseInUse(sql, attribute.name);
        await sql.run('UPDATE custom_attributes SET document = $2 WHERE name = $1', [
          attribute.name,
          JSON.stringify(attribute),
        ]);
        return attribute;
      }),

    remove: (account, by, name) =>
      configurations.change(account, by, async (sql) => {
        await mustRead(sql, name);
        await refuseInUse(sql, name);
        await sql.run('DELETE FROM custom_attributes WHERE name = $1', [name]);
      }),
  };
}

async function mustRead(sql: Sql, name: string): Promise<CustomAttribute> {
  const row = await sql.row<{ document: unknown }>(
    'SELECT document FROM custom_attributes WHERE name = $1 FOR UPDATE',
    [name],
  );
  if (row === undefined) throw refuse('request.not_found');
  return CustomAttribute.parse(row.document);
}

/** A campaign's condition would lose its meaning. */
async function refuseInUse(sql: Sql, name: string): Promise<void> {
  const path = '$.** ? (@.fact == $fact)';
  const used = await sql.row<{ name: string }>(
    `SELECT draft->>'name' AS name FROM campaigns
     WHERE state <> 'archived' AND
       (jsonb_path_exists(draft, $1::jsonpath, $2::jsonb)
        OR jsonb_path_exists(live, $1::jsonpath, $2::jsonb))
     LIMIT 1`,
    [path, JSON.stringify({ fact: `${customFactPrefix}${name}` })],
  );
  if (used === undefined) return;
  throw refuse('request.conflict', {
    detail: `The campaign "${used.name}" has a condition on it. Change the condition or archive the campaign.`,
  });
}
