// Files that an agent has chosen and not yet sent, by conversation. Each is uploaded at once, so that
// sending it is only a message. The list lives in this page: a reload empties it, and the server removes
// unsent files within a day.
import { Problem } from '@opportune/protocol/errors.ts';
import { Attachment } from '@opportune/protocol/conversation/attachment.ts';
import { type ConversationId, MessageId } from '@opportune/protocol/ids.ts';
import type { AttachmentSettings } from '@opportune/protocol/rest/conversation/attachments.ts';
import { announceSignedOut, apiUrl } from '../../api/client.ts';
import { newId } from '../../api/new-id.ts';
import { refusalWords } from '../../words/refusal-words.ts';
import { createStore } from '../../ui/store.ts';
import { t } from '../../words/words.ts';

export interface Chosen {
  readonly id: MessageId;
  readonly file: File;
  /** Uploaded share, 0 to 1. */
  readonly part: number;
  /** The file as the server stored it; null until then. */
  readonly taken: Attachment | null;
  /** Why the upload failed; null while it runs or after it succeeded. */
  readonly why: string | null;
  /** Whether the same file may be tried again. */
  readonly again: boolean;
}

type ByConversation = Readonly<Record<string, readonly Chosen[]>>;
export const chosenFiles = createStore<ByConversation>({});
const underWay = new Map<MessageId, XMLHttpRequest>();
const none: readonly Chosen[] = [];

export const chosenIn = (all: ByConversation, id: ConversationId): readonly Chosen[] =>
  all[id] ?? none;

/** The address at which an agent gets the file of a message. */
export function fileUrl(conversation: string, message: string): string {
  const [of, id] = [encodeURIComponent(conversation), encodeURIComponent(message)];
  return apiUrl(`/conversations/${of}/attachments/${id}`);
}

/** Chooses files. Returns the reasons, in words, why some were refused. */
export function chooseFiles(
  conversation: ConversationId,
  files: Iterable<File>,
  settings: AttachmentSettings,
): readonly string[] {
  const faults: string[] = [];
  for (const file of files) {
    const fault = faultOf(file, settings);
    if (fault !== null) {
      faults.push(fault);
      continue;
    }
    attach(conversation, file);
  }
  return faults;
}

function attach(conversation: ConversationId, file: File): void {
  const id = MessageId.parse(newId());
  const attaching = { id, file, part: 0, taken: null, why: null, again: true };
  change(conversation, (all) => [...all, attaching]);
  bring(conversation, id, file);
}

export function bringAgain(conversation: ConversationId, { id, file }: Chosen): void {
  changeOne(conversation, id, { why: null, part: 0 });
  bring(conversation, id, file);
}

/** Takes a file off the list: it was cancelled, or is sent as a message. */
export function letGo(conversation: ConversationId, id: MessageId): void {
  underWay.get(id)?.abort();
  underWay.delete(id);
  change(conversation, (all) => all.filter((each) => each.id !== id));
}

function faultOf({ name, size, type }: File, settings: AttachmentSettings): string | null {
  if (!settings.agents) return t('attachments.none');
  if (size === 0) return t('attachments.empty', { name });
  if (size > settings.sizeMb * 1024 * 1024)
    return t('attachments.large', { name, n: settings.sizeMb });
  const known = settings.types.some((each) => each === type);
  return type !== '' && !known ? t('attachments.type', { name }) : null;
}

/** Uploads with XMLHttpRequest, the browser's only way to report upload progress. */
function bring(conversation: ConversationId, id: MessageId, file: File): void {
  const request = new XMLHttpRequest();
  underWay.set(id, request);
  const url = `${fileUrl(conversation, id)}?name=${encodeURIComponent(file.name)}`;
  request.open('PUT', url);
  request.setRequestHeader('content-type', 'application/octet-stream');
  request.upload.onprogress = ({ loaded, total }) =>
    changeOne(conversation, id, { part: total === 0 ? 0 : loaded / total });
  request.onload = () => {
    if (underWay.get(id) !== request) return;
    underWay.delete(id);
    changeOne(conversation, id, outcomeOf(request));
  };
  request.onerror = () => {
    if (underWay.get(id) !== request) return;
    underWay.delete(id);
    changeOne(conversation, id, { why: t('attachments.lost'), again: true });
  };
  request.send(file);
}

function outcomeOf({ status, responseText }: XMLHttpRequest): Partial<Chosen> {
  const answer = parsed(responseText);
  const taken = Attachment.safeParse(answer);
  if (status === 200 && taken.success) return { taken: taken.data, part: 1 };
  const refused = Problem.safeParse(answer);
  if (status === 401) announceSignedOut();
  if (!refused.success) return { why: t('attachments.lost'), again: true };
  return { why: refusalWords(refused.data), again: refused.data.retry };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function changeOne(conversation: ConversationId, id: MessageId, part: Partial<Chosen>): void {
  change(conversation, (all) => all.map((each) => (each.id === id ? { ...each, ...part } : each)));
}

function change(
  conversation: ConversationId,
  next: (all: readonly Chosen[]) => readonly Chosen[],
): void {
  chosenFiles.update((all) => ({ ...all, [conversation]: next(chosenIn(all, conversation)) }));
}
