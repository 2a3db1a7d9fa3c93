// The step that puts the tag on a site: the lines to paste for the site's system, a letter to a
// developer, and a check that turns green with the first visit.
import { lazy, Suspense, useState } from 'react';
import type { Setup } from '@opportune/protocol/rest/setup.ts';
import { type Site, SiteList } from '@opportune/protocol/rest/site.ts';
import { SettingsLink } from '../../settings/settings-link.tsx';
import {
  Button,
  choicesOf,
  CopyButton,
  Icon,
  NotYet,
  Segmented,
  SelectField,
  t,
  useApiQuery,
} from '../../ui/index.ts';
import { codeFor, systems, type System } from './tag-code.ts';

const NewSiteDialog = lazy(async () => {
  const { NewSiteDialog: dialog } = await import('../../settings/sites/new-site.tsx');
  return { default: dialog };
});

export function TagStep({ setup }: { setup: Setup }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const { data, error, refetch } = useApiQuery('/sites', SiteList, { query: { limit: 200 } });
  if (data === undefined)
    return <NotYet error={error} rows={2} columns={1} onRetry={() => void refetch()} />;
  const silent = new Set(
    setup.sites.flatMap(({ site, seenAt, given }) => (seenAt === null && !given ? site : [])),
  );
  const waiting = data.items.filter(({ id }) => silent.has(id));
  // The newest is the one that somebody has just added.
  const site = waiting.find(({ id }) => id === chosen) ?? waiting.at(-1);
  return (
    <div className="setup-inner">
      <div className="row setup-site">
        {site === undefined ? (
          <span className="grow t2">{t('setup.tag.none')}</span>
        ) : (
          <SiteChoice site={site} sites={waiting} onChoose={setChosen} />
        )}
        <AddSite isFirst={site === undefined} onMade={setChosen} />
      </div>
      {site !== undefined && <Tag key={site.id} site={site} />}
    </div>
  );
}

interface SiteChoiceProps {
  readonly site: Site;
  readonly sites: readonly Site[];
  readonly onChoose: (id: string) => void;
}

function SiteChoice({ site, sites, onChoose }: SiteChoiceProps) {
  if (sites.length === 1) return <b className="grow medium">{site.name}</b>;
  return (
    <span className="grow">
      <SelectField
        label={t('setup.tag.site')}
        value={site.id}
        onChange={(event) => onChoose(event.target.value)}
        choices={sites.map(({ id, name }) => ({ value: id, label: name }))}
      />
    </span>
  );
}

interface AddSiteProps {
  /** Whether no other site waits for its tag. */
  readonly isFirst: boolean;
  readonly onMade: (id: string) => void;
}

function AddSite({ isFirst, onMade }: AddSiteProps) {
  const [open, setOpen] = useState(false);
  const made = ({ id }: Pick<Site, 'id'>): void => {
    setOpen(false);
    onMade(id);
  };
  return (
    <>
      <Button variant={isFirst ? 'plain' : 'quiet'} icon="plus" onClick={() => setOpen(true)}>
        {t(isFirst ? 'setup.tag.add' : 'setup.tag.another')}
      </Button>
      {open && (
        <Suspense>
          <NewSiteDialog onClose={() => setOpen(false)} onMade={made} />
        </Suspense>
      )}
    </>
  );
}

function Tag({ site }: { site: Site }) {
  const [system, setSystem] = useState<System>('any');
  const code = codeFor(system, site.snippet);
  const origin = site.origins[0] ?? site.name;
  return (
    <>
      <div className="row setup-systems">
        <Segmented
          label={t('setup.tag.system')}
          value={system}
          onChange={setSystem}
          choices={choicesOf(systems, (value) => t(`setup.tag.${value}`))}
        />
        <span className="grow" />
        <a className="small" href={letterTo(site, code)}>
          {t('setup.tag.send')}
        </a>
      </div>
      <p className="t2">{t(`setup.tag.${system}.how`)}</p>
      <div className="setup-code">
        <code className="code">{code}</code>
        <CopyButton text={code} label={t('setup.tag.copy')} />
      </div>
      <p className="row setup-check" role="status">
        <span className="t2">
          <Icon name="clock" />
        </span>
        <span className="grow">
          <b className="medium">{t('setup.tag.waits', { site: hostOf(origin) })}</b>{' '}
          <span className="t3">{t('setup.tag.waits.text')}</span>
        </span>
        <SettingsLink page="sites" className="small">
          {t('setup.tag.debugger')}
        </SettingsLink>
      </p>
    </>
  );
}

/** A letter in the person's own mail program, so that it needs no mail server of the account. */
function letterTo({ name }: Site, code: string): string {
  const subject = t('setup.tag.letter.subject', { site: name });
  const body = t('setup.tag.letter.body', { site: name, code });
  return `mailto:?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`;
}

function hostOf(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).host : origin;
}
