// What publishing would do, stated in advance, and what is missing before it is possible.
import { startsPeriod, type CampaignDocument } from '@opportune/protocol/campaign/campaign.ts';
import type { Campaign } from '@opportune/protocol/rest/campaign/campaign.ts';
import { Icon, t } from '../../../ui/index.ts';
import { locale, within } from '../../../words/language.ts';
import { changedParts, periodParts, type PartName } from './draft-diff.ts';
import { useEdit } from '../edit-context.tsx';
import { upperFirst } from '../chips/speak.ts';

export function PublishingCard({ campaign }: { campaign: Campaign }) {
  const { problems, document } = useEdit();
  return (
    <section className="side-card" aria-label={t('campaigns.publishing.title')}>
      <h2 className="section-title">{t('campaigns.publishing.title')}</h2>
      <p className="t2">{periodWords(campaign, document)}</p>
      {problems.length > 0 && <Problems problems={problems} />}
    </section>
  );
}

function Problems({ problems }: { problems: ReturnType<typeof useEdit>['problems'] }) {
  return (
    <div className="publish-problems">
      <p className="warn">
        <Icon name="alert" size={14} />
        {t('campaigns.publishing.problems', { n: problems.length })}
      </p>
      <ul>
        {problems.map(({ path, message }) => (
          <li key={`${path} ${message}`}>
            <PartLink part={partOfPath(path)} /> {message}
          </li>
        ))}
      </ul>
    </div>
  );
}

function PartLink({ part }: { part: PartName }) {
  return (
    <a
      href={`#part-${part}`}
      onClick={(event) => {
        event.preventDefault();
        goTo(part);
      }}
    >
      {t(`campaigns.part.${part}`)}
    </a>
  );
}

/** Whether publishing starts a period, and why. */
export function periodWords(campaign: Campaign, document: CampaignDocument): string {
  const { live, period, state } = campaign;
  if (live === null || period === null) return firstWords(document);
  const changed = changedParts(live, document);
  const paused = state === 'paused' ? ` ${t('campaigns.publishing.paused')}` : '';
  if (changed.length === 0) return t('campaigns.publishing.nothing') + paused;
  if (!startsPeriod(live, document))
    return t('campaigns.publishing.same', { n: period, parts: listOfParts(changed) }) + paused;
  const parts = periodParts(live, document);
  return (
    t(parts.length > 1 ? 'campaigns.publishing.period.many' : 'campaigns.publishing.period', {
      parts: listOfParts(parts),
      before: period,
      after: period + 1,
    }) + paused
  );
}

function firstWords({ mode }: CampaignDocument): string {
  if (mode === 'optimise') return t('campaigns.publishing.first.optimise');
  return t('campaigns.publishing.first');
}

export function listOfParts(parts: readonly PartName[]): string {
  const names = parts.map((part) => within(t(`campaigns.part.${part}`)));
  return upperFirst(new Intl.ListFormat(locale(), { type: 'conjunction' }).format(names));
}

export function partOfPath(path: string): PartName {
  if (path.startsWith('engagement.moment')) return 'moment';
  const [head] = path.split('.');
  switch (head) {
    case 'goal':
    case 'audience':
    case 'engagement':
    case 'optimise':
    case 'control':
    case 'caps':
    case 'schedule':
      return head;
    case 'translations':
      return 'languages';
    case 'mode':
      return 'optimise';
    default:
      return 'place';
  }
}

function goTo(part: PartName): void {
  const place = document.getElementById(`part-${part}`);
  place?.scrollIntoView({ block: 'center' });
  place?.focus();
}
