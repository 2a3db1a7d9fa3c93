// The settings of one site. Each is saved when it changes. The snippet and the keys stand among
// them.
import { type ReactNode, useState } from 'react';
import { RevisedSite } from '@opportune/protocol/rest/site.ts';
import { api } from '../../api/client.ts';
import {
  FormError,
  invalidate,
  isStale,
  say,
  sayUnsaved,
  Segmented,
  Switch,
  useApiMutation,
  t,
  choicesOf,
} from '../../ui/index.ts';
import { CustomerTokensPart } from './customer-tokens.tsx';
import { SavedText } from '../form/saved-text.tsx';
import { inTurn, type PartProps, type Save } from './site-change.ts';
import { MessengerHome } from './site-home.tsx';
import { ContactButton, Look } from './site-look.tsx';
import { Origins } from './site-origins.tsx';
import { Snippet } from './site-snippet.tsx';
import { SiteWords } from './site-words.tsx';
import { useAdministrator } from '../use-administrator.ts';

export function SiteForm({ site, keys }: { site: RevisedSite; keys: ReactNode }) {
  const administrator = useAdministrator();
  const { id, revision } = site;
  const [saveSite] = useState(() =>
    inTurn(({ change: part, revision: from }) =>
      api.patch(`/sites/${id}`, part, RevisedSite, { revision: from }),
    ),
  );
  const change = useApiMutation(saveSite, { invalidates: ['/sites'] });
  const [loads, setLoads] = useState(0);
  const loadTheirs = (): void => {
    setLoads((many) => many + 1);
    invalidate('/sites');
  };
  const save: Save = async (part, { undo, from = revision } = {}) => {
    try {
      await change.mutateAsync({ change: part, revision: from });
    } catch (error) {
      if (isStale(error)) sayUnsaved(loadTheirs)(error);
      return false;
    }
    if (undo === undefined) say(t('settings.saved'));
    else say(undo.words, undo.act);
    return true;
  };
  const error = isStale(change.error) ? null : change.error;
  const part: PartProps = { site, save, loads, fixed: !administrator };
  const ofOrigins = change.variables?.change.origins !== undefined;
  return (
    <>
      {!administrator && <p className="small t3">{t('settings.readonly')}</p>}
      <Snippet site={site} />
      <Origins {...part} error={ofOrigins ? error : null} />
      {keys}
      <CustomerTokensPart
        key={`tokens ${site.id}`}
        site={site}
        saveSite={saveSite}
        fixed={!administrator}
      />
      <fieldset disabled={!administrator} className="settings-group">
        <Consent {...part} />
        <Look />
        <ContactButton {...part} />
        <MessengerHome {...part} />
        <SiteWords key={`words ${id}`} {...part} />
        <SavedText
          label={t('settings.site.name')}
          value={site.name}
          maxLength={80}
          over={{ revision, loads }}
          onSave={async (name, from) => name !== '' && save({ name }, { from })}
        />
      </fieldset>
      <FormError error={ofOrigins ? null : error} />
    </>
  );
}

function Consent({ site, save, fixed }: PartProps) {
  return (
    <section>
      <h3>{t('settings.consent.title')}</h3>
      <p>{t('settings.consent.text')}</p>
      <Segmented
        label={t('settings.consent.label')}
        value={site.consent}
        onChange={(consent) => void save({ consent })}
        choices={choicesOf(['not-asked', 'wait'] as const, (value) =>
          t(`settings.consent.${value}`),
        )}
      />
      <Switch
        label={t('settings.consent.signals')}
        checked={site.honourPrivacySignals}
        disabled={fixed}
        onChange={(honourPrivacySignals) => void save({ honourPrivacySignals })}
      />
    </section>
  );
}
