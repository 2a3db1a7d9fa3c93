// What this agent has written, shared by every tab of this browser: unsent messages and drafts. Each tab
// has all of it, and any connected tab sends it. The ids make sending twice harmless.
import { readSetting, writeSetting } from '../../ui/setting.ts';
import type { Store } from '../../ui/store.ts';
import { parseDraft, parseDrafts, withHeard, type Drafts } from './drafts.ts';
import { keepApart } from './kept-apart.ts';
import { inOrder, parseMessage, parseOutbox, type Outbox, type OutgoingMessage } from './outbox.ts';

/** After this time, this tab sends a message that another tab wrote and did not deliver. */
const broughtWithinMs = 5_000;

export interface Writing {
  readonly outbox: Store<Outbox>;
  readonly drafts: Store<Drafts>;
  readonly send: (message: OutgoingMessage) => void;
}

/** Reads what is kept for a user, and keeps it until the returned function is called. */
export function keepWriting(user: string, { outbox, drafts, send }: Writing): () => void {
  const keys = { outbox: `opportune.outbox.${user}`, drafts: `opportune.drafts.${user}` };
  const sendLeft = ({ id }: OutgoingMessage): void => {
    const left = outbox.get().find((each) => each.id === id);
    if (left?.refused === null) send(left);
  };
  const messages = keepApart({
    prefix: `${keys.outbox}.`,
    parse: parseMessage,
    heard: (id, message) => {
      outbox.update((box) => {
        const others = box.filter((each) => each.id !== id);
        return message === null ? others : inOrder([...others, message]);
      });
      if (message?.refused === null) setTimeout(() => sendLeft(message), broughtWithinMs);
    },
  });
  const begun = keepApart({
    prefix: `${keys.drafts}.`,
    parse: parseDraft,
    heard: (conversation, draft) => drafts.update((all) => withHeard(all, conversation, draft)),
  });
  // Storage may hold everything in one piece, in an older format.
  const kept = messages.read();
  const older = parseOutbox(readSetting(keys.outbox)).filter(({ id }) => !kept.has(id));
  outbox.set(inOrder([...kept.values(), ...older]));
  drafts.set({ ...parseDrafts(readSetting(keys.drafts)), ...Object.fromEntries(begun.read()) });
  const keep = (): void => messages.write(new Map(outbox.get().map((each) => [each.id, each])));
  const keepBegun = (): void => begun.write(new Map(Object.entries(drafts.get())));
  keep();
  keepBegun();
  writeSetting(keys.outbox, null);
  writeSetting(keys.drafts, null);
  const stops = [outbox.subscribe(keep), drafts.subscribe(keepBegun), messages.stop, begun.stop];
  return () => stops.forEach((stop) => stop());
}
