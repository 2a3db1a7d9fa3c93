// Tokens of an identity provider that verify the customers of a site: their issuer, their audience
// and their keys. They are saved together, because no token can be verified without all of them.
import { useState } from 'react';
import type { RevisedSite, Site } from '@opportune/protocol/rest/site.ts';
import { Begun, Button, invalidate, say, sayUnsaved, useApiMutation, t } from '../../ui/index.ts';
import type { SaveSite } from './site-change.ts';
import { tokenFieldsOf, TokenFields, tokensFrom } from './token-fields.ts';
import { PartForm } from '../form/form-frame.tsx';
import { useForm } from '../form/use-form.tsx';

interface Props {
  readonly site: RevisedSite;
  readonly saveSite: SaveSite;
}

export function CustomerTokensPart({ site, saveSite, fixed }: Props & { fixed: boolean }) {
  const stored = site.customerTokens ?? null;
  const [open, setOpen] = useState(false);
  const { revision } = site;
  const save = useApiMutation(saveSite, { invalidates: ['/sites'] });
  const refused = { onError: sayUnsaved(reread) };
  const put = (customerTokens: Site['customerTokens'], done: () => void): void =>
    save.mutate({ change: { customerTokens }, revision }, { onSuccess: done, ...refused });
  return (
    <section>
      <h3>{t('settings.tokens.title')}</h3>
      <p>{t('settings.tokens.text')}</p>
      {open ? (
        <Begun now={site} reread={reread}>
          {(begun) => <TokenForm site={begun} saveSite={saveSite} onClose={() => setOpen(false)} />}
        </Begun>
      ) : (
        <div className="row">
          {stored !== null && (
            <span className="grow code clip">{`${stored.issuer} → ${stored.audience}`}</span>
          )}
          <Button disabled={fixed} onClick={() => setOpen(true)}>
            {t(stored === null ? 'settings.tokens.add' : 'settings.edit')}
          </Button>
          {stored !== null && (
            <Button
              disabled={fixed}
              onClick={() =>
                put(null, () =>
                  say(t('settings.tokens.removed'), () =>
                    put(stored, () => say(t('settings.saved'))),
                  ),
                )
              }
            >
              {t('settings.remove')}
            </Button>
          )}
        </div>
      )}
    </section>
  );
}

function reread(): void {
  invalidate('/sites');
}

function TokenForm({ site, saveSite, onClose }: Props & { onClose: () => void }) {
  const form = useForm({
    schema: TokenFields,
    value: tokenFieldsOf(site.customerTokens ?? null),
    words: 'settings.tokens',
    within: 'customerTokens.',
    save: (fields) =>
      saveSite({ change: { customerTokens: tokensFrom(fields) }, revision: site.revision }),
    invalidates: ['/sites'],
    onDone: () => {
      onClose();
      say(t('settings.saved'));
    },
  });
  const { field, fields } = form;
  return (
    <PartForm form={form} cancel={t('settings.tokens.cancel')} onClose={onClose}>
      {field('issuer')}
      {field('audience')}
      {field('from', { as: 'segmented' })}
      {fields.from === 'fetched'
        ? field('url', {
            at: 'keys',
            required: true,
            input: { type: 'url', placeholder: 'https://' },
          })
        : field('keys', { as: 'area', rows: 6, required: true })}
      {field('leewayS')}
    </PartForm>
  );
}
