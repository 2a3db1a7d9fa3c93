// In the sentence of the engagement: where its conversation can be, in the chat window and in which
// messaging channels.
import type { OfferedChannels } from '@opportune/protocol/campaign/campaign.ts';
import type { ChannelId } from '@opportune/protocol/ids.ts';
import { type Channel, ChannelList } from '@opportune/protocol/rest/channel/channels.ts';
import { t, useApiQuery } from '../../../ui/index.ts';
import { Checks } from '../chips/checks.tsx';
import { Said } from '../chips/said.tsx';
import { useEdit } from '../edit-context.tsx';
import { Says } from '../part.tsx';
import { withChannels } from './engagement-edit.ts';

/** Chat, or ids of channels. */
type Way = 'chat' | ChannelId;
const chatAlone: OfferedChannels = { ids: [], chat: true };

export function WaysSays({ at }: { at: number }) {
  const { document, live, change } = useEdit();
  const channels = useApiQuery('/channels', ChannelList).data?.channels ?? [];
  const variant = document.engagement.variants[at];
  if (variant?.offer.channel !== 'chat') return null;
  const offered = variant.offer.channels ?? chatAlone;
  const then = live?.engagement.variants.find(({ id }) => id === variant.id)?.offer;
  const was = then?.channel === 'chat' ? (then.channels ?? chatAlone) : undefined;
  const choices = choicesIn(channels, offered);
  const choose = (way: Way, chosen: boolean): void =>
    change?.((now) => withChannels(now, at, withWay(offered, way, chosen)));
  return (
    <Says className="says-next">
      {t('campaigns.offer.ways')}
      <Said
        value={offered}
        was={was}
        say={(each) => waysWords(each, channels)}
        label={t('campaigns.offer.ways.label')}
        width={320}
        edit={() => (
          <>
            <Checks
              legend={t('campaigns.offer.ways.label')}
              choices={choices}
              isChosen={(way) => (way === 'chat' ? offered.chat : offered.ids.includes(way))}
              onChoose={choose}
            />
            <p className="small t2">
              {t(choices.length > 1 ? 'campaigns.offer.ways.hint' : 'campaigns.offer.ways.none')}
            </p>
          </>
        )}
      />
    </Says>
  );
}

function choicesIn(channels: readonly Channel[], { ids }: OfferedChannels) {
  const shown = channels.filter(({ id, offerable }) => offerable || ids.includes(id));
  const gone = ids.filter((id) => !channels.some((each) => each.id === id));
  return [
    { value: 'chat' as Way, label: t('campaigns.offer.ways.chat') },
    ...shown.map((channel) => ({ value: channel.id as Way, label: labelOf(channel) })),
    ...gone.map((id) => ({ value: id as Way, label: t('channels.removed') })),
  ];
}

/** Its kind, and its name if it has one; channels that do not work now say so. */
function labelOf({ kind, name, state }: Channel): string {
  const known = t(`channels.kind.${kind}`);
  const named = name === '' || name === known ? known : `${known} · ${name}`;
  return state === 'connected' ? named : `${named} (${t(`channelSettings.state.${state}`)})`;
}

function waysWords({ chat, ids }: OfferedChannels, channels: readonly Channel[]): string {
  const names = ids.map((id) => {
    const found = channels.find((each) => each.id === id);
    return found === undefined ? t('channels.removed') : t(`channels.kind.${found.kind}`);
  });
  return [...(chat ? [t('campaigns.offer.ways.chat')] : []), ...new Set(names)].join(', ');
}

/** The chat stays where nothing else is chosen. */
function withWay(offered: OfferedChannels, way: Way, chosen: boolean): OfferedChannels {
  if (way === 'chat') return { ...offered, chat: chosen || offered.ids.length === 0 };
  const ids = offered.ids.filter((id) => id !== way);
  const next = chosen ? [...ids, way].slice(0, mostChannels) : ids;
  return { ids: next, chat: offered.chat || next.length === 0 };
}

const mostChannels = 6;
