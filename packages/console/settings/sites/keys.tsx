// The keys of a site. Revoking one asks first and takes effect at once.
import { useState } from 'react';
import { SiteKey, type Site } from '@opportune/protocol/rest/site.ts';
import type { z } from 'zod';
import { api } from '../../api/client.ts';
import {
  actsColumn,
  format,
  ago,
  Button,
  FormError,
  Icon,
  IconButton,
  MenuItem,
  MoreMenu,
  say,
  Table,
  Tag,
  useApiMutation,
  useAsk,
  useNow,
  type Column,
  t,
  column,
} from '../../ui/index.ts';
import { NewKeyDialog } from './new-key.tsx';
import { useAdministrator } from '../use-administrator.ts';

type Key = z.infer<typeof SiteKey>;
type Row =
  | { readonly type: 'write'; readonly key: string }
  | { readonly type: 'secret'; readonly key: Key };
const longMs = 30 * 86_400_000;

export function Keys({ site }: { site: Site }) {
  const administrator = useAdministrator();
  const now = useNow();
  const [open, setOpen] = useState(false);
  const ask = useAsk();
  const revoke = useApiMutation(
    (key: Key) => api.delete(`/sites/${site.id}/keys/${key.id}`, SiteKey),
    { invalidates: ['/sites'], onDone: () => say(t('settings.keys.revoked.said')) },
  );
  const askRevoke = (key: Key): void =>
    ask({
      title: t('settings.keys.revoke.title', { name: key.name }),
      text: t('settings.keys.revoke.text'),
      action: t('settings.keys.revoke'),
      onConfirm: () => revoke.mutate(key),
    });
  const rows: Row[] = [
    { type: 'write', key: site.writeKey },
    ...site.keys.map((key): Row => ({ type: 'secret', key })),
  ];
  return (
    <section>
      <h3>{t('settings.keys.title')}</h3>
      <p>{t('settings.keys.text')}</p>
      <div className="table-scroll">
        <Table
          caption={t('settings.keys.title')}
          className="keys-table flat phone-list acts-last"
          columns={columns(now, administrator ? askRevoke : null)}
          rows={rows}
          rowKey={(row) => (row.type === 'write' ? 'write' : row.key.id)}
        />
      </div>
      {rows.some((row) => toReplace(row) === 'outdated') && (
        <p className="t2 under">{t('settings.keys.outdated.text')}</p>
      )}
      {rows.some((row) => toReplace(row) === 'lost') && (
        <p className="t2 under">{t('settings.keys.lost.text')}</p>
      )}
      <FormError error={revoke.error} />
      {administrator && (
        <Button icon="key" className="under" onClick={() => setOpen(true)}>
          {t('settings.keys.new')}
        </Button>
      )}
      {open && <NewKeyDialog site={site.id} onClose={() => setOpen(false)} />}
    </section>
  );
}

function columns(now: number, revoke: ((key: Key) => void) | null): readonly Column<Row>[] {
  return [
    column('settings.keys.name', (row) => (
      <>
        <span className={row.type === 'secret' && row.key.revokedAt !== null ? 't3' : 'medium'}>
          {row.type === 'write' ? t('settings.keys.write') : row.key.name}
        </span>
        <span className="phone-line code">{row.type === 'write' ? row.key : row.key.hint}</span>
        <Warning row={row} />
      </>
    )),
    column('settings.keys.key', 204, (row) => (
      <span className="code">{row.type === 'write' ? row.key : row.key.hint}</span>
    )),
    column('settings.keys.trust', 76, (row) => (
      <Tag tone="line">{t(`settings.trust.${row.type === 'write' ? 'page' : row.key.trust}`)}</Tag>
    )),
    column('settings.keys.used', 148, (row) => <Used row={row} now={now} />),
    actsColumn('settings.edit', 48, (row) => {
      if (row.type === 'write')
        return (
          <IconButton
            icon="copy"
            label={t('settings.keys.copy')}
            onClick={() => void navigator.clipboard.writeText(row.key)}
          />
        );
      if (revoke === null || row.key.revokedAt !== null) return null;
      const { key } = row;
      return (
        <MoreMenu label={t('settings.keys.revoke.named', { name: key.name })}>
          <MenuItem danger before={<Icon name="block" />} onClick={() => revoke(key)}>
            {t('settings.keys.revoke')}
          </MenuItem>
        </MoreMenu>
      );
    }),
  ];
}

/**
 * Why an active key must be replaced. `outdated`: anybody who reads the database could sign
 * customer tokens with it. `lost`: the server cannot open its signing key, so that it signs
 * nothing. Null if the key is fine.
 */
function toReplace(row: Row): 'outdated' | 'lost' | null {
  if (row.type === 'write' || row.key.revokedAt !== null || row.key.signing === 'sealed')
    return null;
  return row.key.signing;
}

function Warning({ row }: { row: Row }) {
  const why = toReplace(row);
  return why === null ? null : <div className="warn">{t(`settings.keys.${why}`)}</div>;
}

function Used({ row, now }: { row: Row; now: number }) {
  if (row.type === 'write') return <span className="t3">{t('settings.keys.used.always')}</span>;
  const { revokedAt, lastUsedAt } = row.key;
  if (revokedAt !== null)
    return (
      <span className="bad">{t('settings.keys.revoked', { date: format.date(revokedAt) })}</span>
    );
  if (lastUsedAt === null) return <span className="t3">{t('settings.keys.used.never')}</span>;
  const since = now - lastUsedAt;
  if (since < 60_000) return <span className="t2">{t('settings.keys.used.now')}</span>;
  return (
    <span className={since > longMs ? 'warn' : 't2'}>
      {t('settings.keys.used.ago', { when: ago(since) })}
    </span>
  );
}
