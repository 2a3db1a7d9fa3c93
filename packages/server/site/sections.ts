// Sections: named sets of pages of a site. Part of the configuration; conditions name them.
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { Clock, Ids } from '@opportune/core/world/world.ts';
import { Section } from '@opportune/protocol/campaign/campaign.ts';
import { type AccountId, SectionId } from '@opportune/protocol/ids.ts';
import { accountLimits } from '@opportune/protocol/limits/accounts.ts';
import type { NewSection } from '@opportune/protocol/rest/site.ts';
import type { z } from 'zod';
import { type Unchanged, whateverItIs } from '../http/rest/whole-document.ts';
import { type Page, type PageQuestion, readPage } from '../http/rest/page.ts';
import { refuse } from '../http/problem/refusal.ts';
import { refuseFull } from '../http/rest/room.ts';
import type { ConfigurationChanges } from './seams.ts';

type Draft = z.output<typeof NewSection>;

export interface Sections {
  list(account: AccountId, page: PageQuestion): Promise<Page<Section>>;
  read(account: AccountId, id: string): Promise<Section>;
  create(account: AccountId, by: string, draft: Draft): Promise<Section>;
  replace(
    account: AccountId,
    by: string,
    id: string,
    draft: Draft,
    unchanged?: Unchanged,
  ): Promise<Section>;
  remove(account: AccountId, by: string, id: string): Promise<void>;
}

interface Row {
  readonly id: string;
  readonly document: unknown;
  readonly created_at: Date;
}

const columns = 'id, document, created_at';

export function createSections(
  records: Records,
  clock: Clock,
  ids: Ids,
  configurations: ConfigurationChanges,
): Sections {
  return {
    list: (account, page) =>
      records.withAccount(account, async (sql) => {
        const { items, next } = await readPage<Row>(sql, { table: 'sections', columns }, page);
        return { items: items.map(({ document }) => Section.parse(document)), next };
      }),

    read: (account, id) => records.withAccount(account, (sql) => mustRead(sql, id)),

    async create(account, by, draft) {
      const section = Section.parse({ ...draft, id: SectionId.parse(ids.next()) });
      return configurations.change(account, by, async (sql) => {
        await refuseFull(sql, 'sections', accountLimits.sections);
        await refuseUnknownSite(sql, section.site);
        await sql.run(
          'INSERT INTO sections (account, id, site, document, created_at) VALUES ($1, $2, $3, $4, $5)',
          [account, section.id, section.site, JSON.stringify(section), new Date(clock.now())],
        );
        return section;
      });
    },

    async replace(account, by, id, draft, unchanged = whateverItIs) {
      const section = Section.parse({ ...draft, id });
      return configurations.change(account, by, async (sql) => {
        unchanged(await mustRead(sql, id));
        await refuseUnknownSite(sql, section.site);
        await sql.run('UPDATE sections SET site = $2, document = $3 WHERE id = $1', [
          id,
          section.site,
          JSON.stringify(section),
        ]);
        return section;
      });
    },

    async remove(account, by, id) {
      await configurations.change(account, by, async (sql) => {
        const removed = await sql.run('DELETE FROM sections WHERE id = $1', [id]);
        if (removed === 0) throw refuse('request.not_found');
      });
    },
  };
}

async function mustRead(sql: Sql, id: string): Promise<Section> {
  const row = await sql.row<Row>(`SELECT ${columns} FROM sections WHERE id = $1`, [id]);
  if (row === undefined) throw refuse('request.not_found');
  return Section.parse(row.document);
}

async function refuseUnknownSite(sql: Sql, site: string): Promise<void> {
  const row = await sql.row('SELECT 1 FROM sites WHERE id = $1', [site]);
  if (row === undefined)
    throw refuse('request.invalid', { path: 'site', detail: 'There is no such site.' });
}
