// Over which channels visitors talked. It shows nothing if all talked in the chat window.
import { webChannel } from '@opportune/protocol/contact/contact.ts';
import { CampaignChannels, type ChannelFigures } from '@opportune/protocol/rest/report/channels.ts';
import { type ChannelLook, useChannelLooks } from '../../channels/use-channels.ts';
import {
  ArmMark,
  armName,
  type Column,
  column,
  figureColumn,
  format,
  Icon,
  ScrollTable,
  t,
  useApiQuery,
} from '../../ui/index.ts';
import { Section } from '../section.tsx';

interface ByChannelProps {
  readonly id: string;
  readonly period: number;
  readonly optimises: boolean;
}

export function ByChannel({ id, period, optimises }: ByChannelProps) {
  const { data } = useApiQuery(`/campaigns/${id}/by-channel`, CampaignChannels, {
    query: { period },
    refetchMs: 60_000,
    keep: true,
  });
  const lookOf = useChannelLooks();
  if (data === undefined || data.items.every(({ channel }) => channel === webChannel)) return null;
  return (
    <Section
      title={t('results.channels.title')}
      note={t('results.channels.note')}
      about="by channel"
    >
      <ScrollTable
        caption={t('results.channels.title')}
        className="num flat-table beside-table"
        columns={[
          ...columns(lookOf, optimises),
          ...(data.hasValue ? [figureColumn('results.channels.value', 116, valueOf)] : []),
        ]}
        rows={data.items}
        rowKey={({ channel, arm }) => `${channel} ${arm}`}
      />
      <p className="small t3">{t('results.channels.text')}</p>
    </Section>
  );
}

function columns(
  lookOf: (id: ChannelFigures['channel']) => ChannelLook,
  optimises: boolean,
): readonly Column<ChannelFigures>[] {
  return [
    column('results.channels.channel', ({ channel }) => {
      const { icon, name } = lookOf(channel);
      return (
        <span className="row">
          <Icon name={icon} />
          <span className="medium">{name}</span>
        </span>
      );
    }),
    column('results.channels.arm', 132, ({ arm }) => (
      <ArmMark arm={arm} label={armName(arm, { optimises })} />
    )),
    figureColumn('results.channels.talked', 116, ({ talked }) => format.number(talked)),
    figureColumn('results.channels.converted', 132, ({ talked, converted }) => (
      <>
        {format.number(converted)}{' '}
        <span className="t3">{format.percent(converted / talked, 1)}</span>
      </>
    )),
  ];
}

function valueOf({ value }: ChannelFigures): string {
  return value === 0 ? t('console.dash') : format.money(value);
}
