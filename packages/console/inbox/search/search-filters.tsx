// The filters of a search, each a part of the page's address. A filter without choices is hidden.
import { ConversationStatus } from '@opportune/protocol/conversation/conversation.ts';
import { CampaignList } from '@opportune/protocol/rest/campaign/campaign.ts';
import { ChannelList } from '@opportune/protocol/rest/channel/channels.ts';
import { AgentList } from '@opportune/protocol/rest/conversation/conversation.ts';
import { SiteList } from '@opportune/protocol/rest/site.ts';
import { SkillList } from '@opportune/protocol/rest/team/skills.ts';
import { channelChoice } from '../../channels/channel-name.ts';
import { useIsManager } from '../../team/now/use-today.ts';
import { Button, Icon, Options, useApiQuery, type Choice, t, choicesOf } from '../../ui/index.ts';
import { SearchPlace } from './search-place.ts';
import { useLabelLists } from '../customer/use-labels.ts';

interface SearchFiltersProps {
  readonly place: SearchPlace;
  readonly onChange: (change: Partial<SearchPlace>) => void;
}

export function SearchFilters({ place, onChange }: SearchFiltersProps) {
  const agents = useApiQuery('/agents', AgentList).data?.agents ?? [];
  const skills = useApiQuery('/skills', SkillList).data?.skills ?? [];
  const sites = useApiQuery('/sites', SiteList).data?.items ?? [];
  const channels = useApiQuery('/channels', ChannelList).data?.channels ?? [];
  const { tags = [], dispositions = [] } = useLabelLists() ?? {};
  // Only managers may read campaigns.
  const isManager = useIsManager();
  const campaigns =
    useApiQuery('/campaigns', CampaignList, { enabled: isManager }).data?.items ?? [];
  const filters: readonly [
    key: 'status' | 'agent' | 'tag' | 'disposition' | 'campaign' | 'skill' | 'channel' | 'site',
    choices: readonly Choice[],
  ][] = [
    [
      'status',
      choicesOf(ConversationStatus.options, (value) => t(`visitors.conversation.status.${value}`)),
    ],
    ['agent', agents.map(({ user, name }) => ({ value: user, label: name }))],
    ['tag', tags.map(({ id, name }) => ({ value: id, label: name }))],
    ['disposition', dispositions.map(({ id, name }) => ({ value: id, label: name }))],
    ['campaign', campaigns.map(({ id, name }) => ({ value: id, label: name }))],
    ['skill', skills.map(({ id, name }) => ({ value: id, label: name }))],
    [
      'channel',
      channels.map((channel) => ({ value: channel.id, label: channelChoice(channel, channels) })),
    ],
    ['site', sites.length < 2 ? [] : sites.map(({ id, name }) => ({ value: id, label: name }))],
  ];
  const any = Object.entries(place).some(([key, value]) => key !== 'q' && value !== undefined);
  return (
    <div className="search-filters">
      {filters.map(
        ([key, choices]) =>
          choices.length > 0 && (
            <Filter
              key={key}
              label={t(`archive.search.${key}`)}
              value={place[key] ?? ''}
              choices={choices}
              onChange={(value) => onChange(SearchPlace.partial().parse({ [key]: value }))}
            />
          ),
      )}
      <span className="search-days">
        {(['from', 'until'] as const).map((key) => (
          <label key={key} className="search-day">
            <span className="small t3">{t(`archive.search.${key}`)}</span>
            <input
              type="date"
              className="input"
              value={place[key] ?? ''}
              onChange={({ currentTarget: { value } }) =>
                onChange({ [key]: value === '' ? undefined : value })
              }
            />
          </label>
        ))}
      </span>
      {any && (
        <Button
          variant="quiet"
          onClick={() =>
            onChange(
              Object.fromEntries(
                SearchPlace.keyof()
                  .options.filter((key) => key !== 'q')
                  .map((key) => [key, undefined]),
              ),
            )
          }
        >
          {t('archive.search.clear')}
        </Button>
      )}
    </div>
  );
}

interface FilterProps {
  readonly label: string;
  readonly value: string;
  readonly choices: readonly Choice[];
  readonly onChange: (value: string | undefined) => void;
}

function Filter({ label, value, choices, onChange }: FilterProps) {
  return (
    <span className={value === '' ? 'select search-filter' : 'select search-filter set'}>
      <select
        className="input"
        aria-label={label}
        value={value}
        onChange={({ currentTarget }) =>
          onChange(currentTarget.value === '' ? undefined : currentTarget.value)
        }
      >
        <option value="">{label}</option>
        <Options choices={choices} />
      </select>
      <Icon name="down" size={14} />
    </span>
  );
}
