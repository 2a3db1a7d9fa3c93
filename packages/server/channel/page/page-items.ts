// What an event of Messenger or Instagram says, as an item. An answer of ours comes back as an echo
// with our reference; somebody else's has none. While another app has the conversation, what people write
// is shown and answered by nobody here.
import type {
  Entry,
  Happened,
  Incoming,
  Item,
  MediaReference,
} from '@opportune/core/ports/channel.ts';
import { jsonOf } from '../provider/json-of.ts';
import { unreadable } from '../provider/unreadable.ts';
import { KeptEvent, PageEntry, PageEvent, type PageMessage } from './page-events.ts';

/**
 * One for each event. `isRouted`: the entry names the page or account as the channel's settings do,
 * so that several may share a webhook.
 */
export function pageEntries(given: unknown, isRouted: boolean): readonly Entry[] {
  const entry = PageEntry.safeParse(given).data;
  if (entry === undefined) return [{ route: null, raw: JSON.stringify(given) }];
  const { id, messaging, standby, changes } = entry;
  const route = isRouted ? id : null;
  const kept = [
    ...messaging.map((event) => ({ event })),
    ...standby.map((event) => ({ event, standby: true })),
    ...changes.map(({ field, value }) => ({ event: value, field })),
  ];
  return kept.map((each) => ({ route, raw: JSON.stringify(each) }));
}

export function pageItems({ raw }: Entry): readonly Item[] {
  const kept = KeptEvent.safeParse(jsonOf(raw)).data;
  const event = PageEvent.safeParse(kept?.event).data;
  if (kept === undefined || event === undefined)
    return [unreadable(raw, kept?.field ?? 'unreadable')];
  const item = itemOf(event);
  if (item === null) return [unreadable(raw, kept.field ?? kindOf(event))];
  return [kept.standby && item.type === 'message' ? { ...item, standby: true } : item];
}

function itemOf(event: PageEvent): Item | null {
  const { sender, recipient, timestamp: at = 0, message } = event;
  if (message?.is_echo === true)
    return { key: `echo:${message.mid}`, address: recipient?.id ?? '', at, ...echoOf(message) };
  const happened = message === undefined ? changeOf(event) : saidOf(message);
  if (happened === null) return null;
  return { key: keyOf(event, happened), address: sender?.id ?? '', at, ...happened };
}

function keyOf({ timestamp = 0, sender }: PageEvent, happened: Happened): string {
  const of = 'externalId' in happened ? happened.externalId : (sender?.id ?? '');
  switch (happened.type) {
    case 'message':
    case 'deletion':
      return `${happened.type}:${of}`;
    case 'control':
      return `control:${happened.what}:${of}:${timestamp}`;
    case 'watermark':
      return `${happened.state}:${of}:${happened.until}`;
    default:
      return `${happened.type}:${of}:${timestamp}`;
  }
}

function saidOf(message: PageMessage): Happened {
  const { mid: externalId, is_deleted: isDeleted, reply_to: answered } = message;
  if (isDeleted === true) return { type: 'deletion', externalId };
  return said(externalId, contentOf(message), answered?.mid ?? null);
}

function changeOf({ timestamp = 0, sender, ...event }: PageEvent): Happened | null {
  const { postback, reaction, delivery, read, message_edit: edit, referral } = event;
  if (postback !== undefined) {
    const { mid, title = '', payload = '', referral: by } = postback;
    const words = { text: title === '' ? payload : title, choice: payload };
    const content = { ...nothing, ...words, ...referralOf(by) };
    return said(mid ?? `postback:${sender?.id}:${timestamp}`, content, null);
  }
  if (reaction !== undefined) {
    const { mid: externalId, action, emoji = reaction.reaction ?? '' } = reaction;
    return { type: 'reaction', externalId, reaction: action === 'unreact' ? null : emoji };
  }
  const control = controlOf(event);
  if (control !== null) return control;
  if (edit !== undefined) return { type: 'edit', externalId: edit.mid, text: edit.text };
  if (delivery !== undefined)
    return { type: 'watermark', state: 'delivered', until: delivery.watermark };
  if (read?.mid !== undefined)
    return { type: 'receipt', externalId: read.mid, reference: null, state: 'read' };
  if (read?.watermark !== undefined)
    return { type: 'watermark', state: 'read', until: read.watermark };
  if (referral?.ref !== undefined) return { type: 'referral', referral: referral.ref };
  return null;
}

/** Told to the app that has it now, that had it, or that is asked. */
function controlOf(
  event: Pick<PageEvent, 'pass_thread_control' | 'take_thread_control' | 'request_thread_control'>,
): Happened | null {
  const { pass_thread_control: passed, take_thread_control: taken } = event;
  const { request_thread_control: wanted } = event;
  if (passed !== undefined)
    return { type: 'control', what: 'given', app: passed.previous_owner_app_id ?? null };
  if (taken !== undefined)
    return { type: 'control', what: 'taken', app: taken.new_owner_app_id ?? null };
  return wanted === undefined
    ? null
    : { type: 'control', what: 'wanted', app: wanted.requested_owner_app_id ?? null };
}

function referralOf(referral: PageMessage['referral']): Pick<Incoming, 'referral'> {
  return referral?.ref === undefined ? {} : { referral: referral.ref };
}

const nothing = { text: '', media: [], choice: null, location: null, unread: null } as const;
/** Meta sends no name. The profile has it. */
const from = { name: null, language: null, phone: null, vouched: true } as const;

function said(externalId: string, content: Incoming, replyTo: string | null): Happened {
  return { type: 'message', externalId, from, content, replyTo, token: null, automatic: false };
}

function echoOf(message: PageMessage): Happened {
  const { mid: externalId, metadata: reference = null } = message;
  return { type: 'echo', externalId, reference, content: contentOf(message) };
}

/** Kinds of attachments that are files, with the names that they get. */
const files: Readonly<Record<string, string>> = {
  image: 'photo.jpg',
  video: 'video.mp4',
  audio: 'voice.mp4',
  file: 'file',
  story_mention: 'story.jpg',
  share: 'post.jpg',
  ig_reel: 'reel.mp4',
  reel: 'reel.mp4',
};

function contentOf(message: PageMessage): Incoming {
  const { text = '', quick_reply: quick, reply_to: answered, attachments } = message;
  const media = attachments.flatMap(mediaOf);
  const place = attachments.find(({ type }) => type === 'location')?.payload?.coordinates;
  const story = answered?.story?.url;
  const stories: readonly MediaReference[] =
    story === undefined ? [] : [{ reference: story, name: 'story.jpg' }];
  const unread = attachments.find(({ type, payload }) => {
    const isRead = type === 'location' || (files[type] !== undefined && payload?.url !== undefined);
    return !isRead;
  });
  return {
    ...{ text, media: [...stories, ...media], choice: quick?.payload ?? null },
    location: place === undefined ? null : { latitude: place.lat, longitude: place.long },
    unread: wordFor(message, unread?.type),
    ...referralOf(message.referral),
  };
}

function mediaOf({ type, payload }: PageMessage['attachments'][number]): readonly MediaReference[] {
  const name = files[type];
  const url = payload?.url;
  return name === undefined || url === undefined ? [] : [{ reference: url, name }];
}

/** What an agent is told beside the words: what was not read, and that a story is meant. */
function wordFor(
  { is_unsupported: isUnsupported, reply_to: answered, attachments }: PageMessage,
  unread: string | undefined,
): string | null {
  if (isUnsupported === true) return 'unsupported';
  if (unread !== undefined) return unread;
  if (attachments.some(({ type }) => type === 'story_mention')) return 'story mention';
  return answered?.story === undefined ? null : 'story reply';
}

const around = new Set(['sender', 'recipient', 'timestamp']);

function kindOf(event: PageEvent): string {
  return Object.keys(event).find((field) => !around.has(field)) ?? 'event';
}
