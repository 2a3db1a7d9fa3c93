// The settings of one site, each saved when it is changed. Snippet and keys stand between them.
import type { ReactNode } from 'react';
import { Site } from '@opportune/protocol/rest/site.ts';
import { api } from '../api/client.ts';
import { FormError, say, Segmented, Switch, useApiMutation } from '../ui/index.ts';
import { CustomerTokensPart } from './customer-tokens.tsx';
import { SavedText } from './saved-text.tsx';
import type { Change, PartProps, Save } from './site-change.ts';
import { ContactButton, Look } from './site-look.tsx';
import { Origins } from './site-origins.tsx';
import { Snippet } from './site-snippet.tsx';
import { useAdministrator } from './use-administrator.ts';
import { s } from './words.ts';

export function SiteForm({ site, keys }: { site: Site; keys: ReactNode }) {
  const administrator = useAdministrator();
  const change = useApiMutation((part: Change) => api.patch(`/sites/${site.id}`, part, Site), {
    invalidates: ['/sites'],
    onDone: () => undefined,
  });
  const save: Save = (part, undo) =>
    change.mutate(part, {
      onSuccess: () => (undo === undefined ? say(s('saved')) : say(undo.words, undo.act)),
    });
  const part: PartProps = { site, save, fixed: !administrator };
  const ofOrigins = change.variables?.origins !== undefined;
  return (
    <>
      {!administrator && <p className="small t3">{s('readonly')}</p>}
      <Snippet site={site} />
      <Origins {...part} error={ofOrigins ? change.error : null} />
      {keys}
      <CustomerTokensPart key={`tokens ${site.id}`} site={site} fixed={!administrator} />
      <fieldset disabled={!administrator} className="settings-group">
        <Consent {...part} />
        <Look {...part} />
        <ContactButton {...part} />
        <SavedText
          key={site.name}
          label={s('site.name')}
          value={site.name}
          maxLength={80}
          onSave={(name) => name !== '' && save({ name })}
        />
      </fieldset>
      <FormError error={ofOrigins ? null : change.error} />
    </>
  );
}

function Consent({ site, save, fixed }: PartProps) {
  return (
    <section>
      <h3>{s('consent.title')}</h3>
      <p>{s('consent.text')}</p>
      <Segmented
        label={s('consent.label')}
        value={site.consent}
        onChange={(consent) => save({ consent })}
        choices={(['not-asked', 'wait'] as const).map((value) => ({
          value,
          label: s(`consent.${value}`),
        }))}
      />
      <Switch
        label={s('consent.signals')}
        checked={site.honourPrivacySignals}
        disabled={fixed}
        onChange={(honourPrivacySignals) => save({ honourPrivacySignals })}
      />
    </section>
  );
}
