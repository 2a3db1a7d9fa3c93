// Tokens of an identity provider that verify the customers of a site: who issues them, for whom, and
// where their keys are. Saved as a whole, since half of it verifies nobody.
import { useState } from 'react';
import { Site } from '@opportune/protocol/rest/site.ts';
import { api } from '../api/client.ts';
import {
  Button,
  fieldError,
  say,
  Segmented,
  TextArea,
  TextField,
  useApiMutation,
} from '../ui/index.ts';
import { tokenFieldsOf, tokensFrom, type TokenFields } from './token-fields.ts';
import { s } from './words.ts';

export function CustomerTokensPart({ site, fixed }: { site: Site; fixed: boolean }) {
  const stored = site.customerTokens ?? null;
  const [fields, setFields] = useState<TokenFields | null>(null);
  const save = useApiMutation(
    (customerTokens: Site['customerTokens']) =>
      api.patch(`/sites/${site.id}`, { customerTokens }, Site),
    {
      invalidates: ['/sites'],
      onDone: () => {
        setFields(null);
        say(s('saved'));
      },
    },
  );
  return (
    <section>
      <h3>{s('tokens.title')}</h3>
      <p>{s('tokens.text')}</p>
      {fields !== null ? (
        <TokenForm
          fields={fields}
          set={setFields}
          error={fieldError(save.error)}
          onSave={() => save.mutate(tokensFrom(fields))}
          onCancel={() => setFields(null)}
          busy={save.isPending}
        />
      ) : (
        <div className="row">
          {stored !== null && (
            <span className="grow code clip">{`${stored.issuer} → ${stored.audience}`}</span>
          )}
          <Button disabled={fixed} onClick={() => setFields(tokenFieldsOf(stored))}>
            {s(stored === null ? 'tokens.add' : 'edit')}
          </Button>
          {stored !== null && (
            <Button
              disabled={fixed}
              onClick={() =>
                save.mutate(null, {
                  onSuccess: () => say(s('tokens.removed'), () => save.mutate(stored)),
                })
              }
            >
              {s('remove')}
            </Button>
          )}
        </div>
      )}
    </section>
  );
}

function TokenForm({
  fields,
  set,
  error,
  onSave,
  onCancel,
  busy,
}: {
  fields: TokenFields;
  set: (fields: TokenFields) => void;
  error: string | null;
  onSave: () => void;
  onCancel: () => void;
  busy: boolean;
}) {
  return (
    <form
      className="settings-form"
      onSubmit={(event) => {
        event.preventDefault();
        onSave();
      }}
    >
      <TextField
        label={s('tokens.issuer')}
        required
        maxLength={512}
        value={fields.issuer}
        hint={s('tokens.issuer.hint')}
        onChange={(event) => set({ ...fields, issuer: event.currentTarget.value })}
      />
      <TextField
        label={s('tokens.audience')}
        required
        maxLength={512}
        value={fields.audience}
        hint={s('tokens.audience.hint')}
        onChange={(event) => set({ ...fields, audience: event.currentTarget.value })}
      />
      <Segmented
        label={s('tokens.keys')}
        value={fields.from}
        onChange={(from) => set({ ...fields, from })}
        choices={(['fetched', 'pasted'] as const).map((value) => ({
          value,
          label: s(`tokens.keys.${value}`),
        }))}
      />
      {fields.from === 'fetched' ? (
        <TextField
          label={s('tokens.url')}
          required
          type="url"
          maxLength={1024}
          placeholder="https://"
          value={fields.url}
          hint={s('tokens.url.hint')}
          onChange={(event) => set({ ...fields, url: event.currentTarget.value })}
        />
      ) : (
        <TextArea
          label={s('tokens.pasted')}
          required
          rows={6}
          value={fields.keys}
          hint={s('tokens.pasted.hint')}
          onChange={(event) => set({ ...fields, keys: event.currentTarget.value })}
        />
      )}
      <TextField
        label={s('tokens.leeway')}
        type="number"
        min={0}
        max={300}
        required
        value={fields.leewayS}
        error={error}
        onChange={(event) => set({ ...fields, leewayS: event.currentTarget.value })}
      />
      <div className="row">
        <Button type="submit" variant="primary" disabled={busy}>
          {s('save')}
        </Button>
        <Button onClick={onCancel}>{s('tokens.cancel')}</Button>
      </div>
    </form>
  );
}
