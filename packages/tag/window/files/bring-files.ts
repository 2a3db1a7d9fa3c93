// Uploads files to the addresses that the server named, and reports the progress of each message.
import { fileAddress } from '../../file-address.ts';
import { attachmentText } from '@opportune/content/message/attachment-text.ts';
import type { Attachment } from '@opportune/protocol/conversation/attachment.ts';
import type { Problem } from '@opportune/protocol/errors.ts';
import type { ChatStore } from '../chat-store.ts';
import { sendPending } from '../outgoing.ts';
import type { SpeakingBridge } from '../said.ts';
import { changedIn, type Pending } from '../state.ts';

export interface BringingFiles {
  /** The files available in this page, by message. */
  readonly held: Map<string, File>;
  change(id: string, part: Partial<Pending>): void;
  bring(id: string, address: string): void;
  cancel(id: string): void;
}

export function createBringingFiles(
  bridge: SpeakingBridge,
  { state, set }: ChatStore,
): BringingFiles {
  const words = () => bridge.said().chat.window.file;
  const held = new Map<string, File>();
  const sending = new Map<string, XMLHttpRequest>();
  const change = (id: string, part: Partial<Pending>): void =>
    set({ pending: changedIn(state().pending, id, part) });
  const fail = (id: string, why: string): void => {
    sending.delete(id);
    change(id, { refused: why, part: 0 });
  };
  const brought = (id: string, request: XMLHttpRequest): void => {
    if (sending.get(id) !== request) return;
    let answer: (Attachment & Partial<Problem>) | undefined;
    try {
      // The server's answer, or a proxy's page instead.
      answer = JSON.parse(request.responseText) as Attachment;
    } catch {
      return fail(id, words().failed);
    }
    if (request.status !== 200) {
      const { code = '', message = words().failed, retry } = answer;
      if (retry === false) held.delete(id);
      return fail(id, bridge.refusalText({ code, message }));
    }
    sending.delete(id);
    held.delete(id);
    change(id, { content: answer, text: attachmentText(answer), stored: true });
    sendPending(bridge, state());
  };
  const bring = (id: string, address: string): void => {
    if (sending.has(id)) return;
    const waits = state().pending.find((each) => each.id === id);
    if (!waits || waits.stored) return;
    const file = held.get(id);
    // Another tab of this browser may have it.
    if (!file) return void (waits.refused ?? change(id, { refused: words().gone }));
    const request = new XMLHttpRequest();
    sending.set(id, request);
    request.open('POST', fileAddress(address));
    request.upload.onprogress = ({ loaded, total }) => change(id, { part: loaded / total });
    request.onload = () => brought(id, request);
    request.onerror = () => sending.get(id) === request && fail(id, words().failed);
    request.send(file);
  };
  const cancel = (id: string): void => {
    sending.get(id)?.abort();
    sending.delete(id);
    held.delete(id);
  };
  return { held, change, bring, cancel };
}
