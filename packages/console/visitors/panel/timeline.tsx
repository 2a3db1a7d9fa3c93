// The events of the visit, oldest first. The time on the newest page goes on counting.
import type { TimelineEntry } from '@opportune/protocol/rest/visitor.ts';
import { format, duration, Icon, t, useNow, type IconName } from '../../ui/index.ts';
import { lookUp } from '../../words/words.ts';
import { armPoint, isArm } from './arm-point.ts';
import { toldEntries } from './told-entries.ts';

const icons: Readonly<Record<string, IconName>> = {
  'Product Added': 'cart',
  'Product Removed': 'cart',
  'Cart Updated': 'cart',
  'Cart Viewed': 'cart',
  'Order Completed': 'check',
  'Products Searched': 'search',
  'Conversation Started': 'chat',
  'Error Met': 'alert',
};
/** Events whose figure is an amount of money. The figure of a page is the seconds spent on it. */
const money = /^(Product|Cart|Checkout|Order) /;

interface Props {
  readonly entries: readonly TimelineEntry[];
  /** When the visitor opened the newest page; null if they have left. */
  readonly pageSince: number | null;
}

export function Timeline({ entries: all, pageSince }: Props) {
  const entries = toldEntries(all);
  if (entries.length === 0) return <p className="t2">{t('visit.timeline.empty')}</p>;
  const newestPage = entries.findLastIndex((entry) => entry.name === 'Page');
  return (
    <ol className="time" aria-label={t('visit.timeline.label')}>
      {entries.map((entry, at) => (
        <Line
          key={`${entry.at}-${at}`}
          entry={entry}
          since={at === newestPage ? pageSince : null}
        />
      ))}
    </ol>
  );
}

interface LineProps {
  readonly entry: TimelineEntry;
  /** When this entry began, if it is still going on; null if it is over. */
  readonly since: number | null;
}

function Line({ entry, since }: LineProps) {
  const icon = entry.kind === 'event' ? icons[entry.name] : undefined;
  const isPlain = entry.kind === 'event' && icon === undefined;
  return (
    <li>
      <time className="at" dateTime={new Date(entry.at).toISOString()}>
        {format.clock(entry.at)}
      </time>
      <span className={`pt ${pointOf(entry)}`}>
        <i aria-hidden="true">{icon !== undefined && <Icon name={icon} size={14} />}</i>
      </span>
      <span className={isPlain ? 'clip' : 'clip medium'} title={entryWords(entry)}>
        {entryWords(entry)}
      </span>
      <span className="tail">{since === null ? tail(entry) : <Counting since={since} />}</span>
    </li>
  );
}

function Counting({ since }: { since: number }) {
  return <>{t('visit.timeline.nowFor', { time: duration(useNow() - since) })}</>;
}

function pointOf(entry: TimelineEntry): string {
  if (entry.kind === 'conversion') return 'won';
  if (entry.kind === 'decision') return armPoint(entry.value);
  return icons[entry.name] === undefined || entry.kind === 'visit' ? '' : 'key';
}

/** What happened, in words. */
export function entryWords(entry: TimelineEntry): string {
  const { about, name } = entry;
  if (entry.kind === 'visit')
    return about === '' ? t('visit.event.visit') : t('visit.event.visit.from', { about });
  if (entry.kind !== 'event')
    return t(`visit.event.${entry.kind}`, { about: about === '' ? name : about });
  const known = lookUp(`visit.event.${name}`, { about: about === '' ? name : about, name });
  if (known !== undefined) return known.trim();
  return about === '' ? name : t('visit.event.other', { name, about });
}

function tail(entry: TimelineEntry): string {
  if (entry.value === null) return '';
  if (typeof entry.value === 'string') {
    return isArm(entry.value) ? t(`console.arm.${entry.value}`) : entry.value;
  }
  if (entry.kind === 'conversion' || money.test(entry.name)) return format.money(entry.value);
  return entry.name === 'Page' ? duration(entry.value * 1000) : '';
}
