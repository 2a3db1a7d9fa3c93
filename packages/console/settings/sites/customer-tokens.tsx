// Tokens of an identity provider that verify the customers of a site: who issues them, for whom, and
// where their keys are. Saved as a whole, since half of it verifies nobody.
import { useState } from 'react';
import type { RevisedSite, Site } from '@opportune/protocol/rest/site.ts';
import {
  Begun,
  Button,
  fieldError,
  FormError,
  invalidate,
  isStale,
  say,
  sayUnsaved,
  Segmented,
  TextArea,
  TextField,
  useApiMutation,
  t,
} from '../../ui/index.ts';
import type { SaveSite } from './site-change.ts';
import { tokenFieldsOf, tokensFrom } from './token-fields.ts';

interface Props {
  readonly site: RevisedSite;
  readonly saveSite: SaveSite;
}

export function CustomerTokensPart({ site, saveSite, fixed }: Props & { fixed: boolean }) {
  const stored = site.customerTokens ?? null;
  const [open, setOpen] = useState(false);
  const { revision } = site;
  const save = useTokenSave(saveSite);
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

function useTokenSave(saveSite: SaveSite, onDone: () => void = () => {}) {
  return useApiMutation(saveSite, { invalidates: ['/sites'], onDone });
}

function reread(): void {
  invalidate('/sites');
}

function TokenForm({ site, saveSite, onClose }: Props & { onClose: () => void }) {
  const [fields, set] = useState(() => tokenFieldsOf(site.customerTokens ?? null));
  const save = useTokenSave(saveSite, () => {
    onClose();
    say(t('settings.saved'));
  });
  return (
    <form
      className="settings-form"
      onSubmit={(event) => {
        event.preventDefault();
        const change = { customerTokens: tokensFrom(fields) };
        save.mutate({ change, revision: site.revision });
      }}
    >
      <TextField
        label={t('settings.tokens.issuer')}
        required
        maxLength={512}
        value={fields.issuer}
        hint={t('settings.tokens.issuer.hint')}
        onChange={(event) => set({ ...fields, issuer: event.currentTarget.value })}
      />
      <TextField
        label={t('settings.tokens.audience')}
        required
        maxLength={512}
        value={fields.audience}
        hint={t('settings.tokens.audience.hint')}
        onChange={(event) => set({ ...fields, audience: event.currentTarget.value })}
      />
      <Segmented
        label={t('settings.tokens.keys')}
        value={fields.from}
        onChange={(from) => set({ ...fields, from })}
        choices={(['fetched', 'pasted'] as const).map((value) => ({
          value,
          label: t(`settings.tokens.keys.${value}`),
        }))}
      />
      {fields.from === 'fetched' ? (
        <TextField
          label={t('settings.tokens.url')}
          required
          type="url"
          maxLength={1024}
          placeholder="https://"
          value={fields.url}
          hint={t('settings.tokens.url.hint')}
          onChange={(event) => set({ ...fields, url: event.currentTarget.value })}
        />
      ) : (
        <TextArea
          label={t('settings.tokens.pasted')}
          required
          rows={6}
          value={fields.keys}
          hint={t('settings.tokens.pasted.hint')}
          onChange={(event) => set({ ...fields, keys: event.currentTarget.value })}
        />
      )}
      <TextField
        label={t('settings.tokens.leeway')}
        type="number"
        min={0}
        max={300}
        required
        value={fields.leewayS}
        error={fieldError(save.error)}
        onChange={(event) => set({ ...fields, leewayS: event.currentTarget.value })}
      />
      <FormError error={isStale(save.error) ? save.error : null} />
      <div className="row">
        <Button type="submit" variant="primary" disabled={save.isPending}>
          {t('settings.save')}
        </Button>
        <Button onClick={onClose}>{t('settings.tokens.cancel')}</Button>
      </div>
    </form>
  );
}
