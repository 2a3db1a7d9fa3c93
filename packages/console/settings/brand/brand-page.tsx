// The brand of a site: what is edited is seen by nobody until it is published. The preview beside it
// shows each change at once.
import { useState } from 'react';
import { paletteOf } from '@opportune/content/colour.ts';
import type { SiteLook } from '@opportune/protocol/campaign/configuration.ts';
import { RevisedSite, SiteList } from '@opportune/protocol/rest/site.ts';
import { api } from '../../api/client.ts';
import {
  Begun,
  Button,
  FormError,
  NotYet,
  say,
  SelectField,
  t,
  useApiMutation,
  useApiQuery,
} from '../../ui/index.ts';
import { useAdministrator } from '../use-administrator.ts';
import { SettingsLink } from '../settings-link.tsx';
import { BrandColours } from './brand-colours.tsx';
import { type BrandDraft, changesIn, draftOf, isWhole, lookOf } from './brand-draft.ts';
import { BrandFromSite } from './brand-from-site.tsx';
import { BrandLogo } from './brand-logo.tsx';
import { BrandPreview } from './brand-preview.tsx';
import { BrandShape } from './brand-shape.tsx';
import './brand.css';

export function BrandPage({ item }: { item: string | undefined }) {
  const { data, error, refetch } = useApiQuery('/sites', SiteList, { query: { limit: 200 } });
  const [chosen, setChosen] = useState(item);
  if (data === undefined)
    return (
      <div className="settings-body">
        <NotYet error={error} rows={6} columns={1} onRetry={refetch} />
      </div>
    );
  // The newest is the one that somebody has just added.
  const site = data.items.find(({ id }) => id === chosen) ?? data.items.at(-1);
  if (site === undefined) return <p className="settings-body t2">{t('brand.none')}</p>;
  const choice =
    data.items.length === 1 ? null : (
      <SelectField
        label={t('brand.site')}
        value={site.id}
        choices={data.items.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(event) => setChosen(event.currentTarget.value)}
      />
    );
  return (
    <Begun key={site.id} now={site} reread={refetch}>
      {(begun, saved) => (
        <Brand site={begun} onSaved={saved}>
          {choice}
        </Brand>
      )}
    </Begun>
  );
}

interface BrandProps {
  readonly site: RevisedSite;
  readonly onSaved: (site: RevisedSite) => void;
  readonly children: React.ReactNode;
}

function Brand({ site, onSaved, children }: BrandProps) {
  const administrator = useAdministrator();
  const [draft, setDraft] = useState(() => draftOf(site.look));
  const set = (change: Partial<BrandDraft>): void => setDraft((now) => ({ ...now, ...change }));
  const save = useApiMutation(
    () =>
      api.patch(`/sites/${site.id}`, { look: lookOf(draft) }, RevisedSite, {
        revision: site.revision,
      }),
    {
      invalidates: ['/sites', '/setup'],
      onDone(answer) {
        onSaved(answer);
        say(t('brand.published'));
      },
    },
  );
  const changes = changesIn(draft, site.look);
  return (
    <div className="brand">
      <div className="settings-body" tabIndex={0} role="region" aria-label={t('brand.title')}>
        <header className="brand-head">
          <h2 className="settings-title">{t('brand.title')}</h2>
          <p className="t2">{t('brand.text')}</p>
        </header>
        {children}
        {!administrator && <p className="small t3">{t('settings.readonly')}</p>}
        <fieldset disabled={!administrator} className="settings-group">
          <BrandLogo site={site} head={headOf(draft)} onSaved={onSaved} />
          <BrandColours draft={draft} set={set}>
            {administrator && <BrandFromSite site={site.id} draft={draft} set={set} />}
          </BrandColours>
          <BrandShape draft={draft} set={set} />
        </fieldset>
        <section className="brand-words">
          <h3>{t('settings.words.heading')}</h3>
          <p>{t('settings.words.about')}</p>
          <SettingsLink page="sites" className="btn plain small">
            {t('brand.words')}
          </SettingsLink>
        </section>
        <FormError error={save.error} />
        {administrator && (
          <footer className="brand-acts">
            <span className="small t3 grow" role="status">
              {changes > 0 && t('brand.changes', { n: changes })}
            </span>
            <Button disabled={changes === 0} onClick={() => setDraft(draftOf(site.look))}>
              {t('brand.discard')}
            </Button>
            <Button
              variant="primary"
              disabled={changes === 0 || !isWhole(draft) || save.isPending}
              onClick={() => save.mutate(undefined)}
            >
              {t('brand.publish')}
            </Button>
          </footer>
        )}
      </div>
      <BrandPreview
        look={withLogo(lookOf(draft), site.look)}
        isWhole={isWhole(draft)}
        site={site}
        canTry={administrator}
      />
    </div>
  );
}

/** The colours of the head. While a colour is half written, black. */
function headOf(draft: BrandDraft) {
  const { head, onHead } = paletteOf(isWhole(draft) ? lookOf(draft) : { colour: '#000000' }, false);
  return { ground: head, ink: onHead };
}

function withLogo(look: SiteLook, { logo }: SiteLook): SiteLook {
  return { ...look, ...(logo !== undefined && { logo }) };
}
