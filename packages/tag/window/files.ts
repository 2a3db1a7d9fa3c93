// Files of the visitor on their way out: each is a message that waits until the server has said where
// its bytes go and has taken them. The bytes live in this page alone; a page that is loaded again can
// only ask for the file anew.
import { attachmentText } from '@opportune/content/message/attachment-text.ts';
import type { Attachment, MediaType } from '@opportune/protocol/conversation/attachment.ts';
import type { Problem } from '@opportune/protocol/errors.ts';
import type { Bridge } from '../core/bridge.ts';
import type { Heard } from '../core/line/line.ts';
import type { ChatStore } from './chat-store.ts';
import { sendPending } from './outgoing.ts';
import { refusalText, said } from './said.ts';
import { isLive } from './state.ts';
import type { Pending } from './state.ts';

export interface Files {
  /** Which may be sent; undefined: none. */
  offered(): NonNullable<ReturnType<Bridge['welcome']>>['settings']['files'];
  /** Whether its bytes are here, to be sent again. */
  has(id: string): boolean;
  add(files: Iterable<File>): void;
  /** From its beginning, where its bytes are there. */
  again(id: string): void;
  cancel(id: string): void;
}

const words = () => said().chat.window.file;

/** An address of a file as this window reaches it. */
export function fileAddress(path: string): string {
  return new URL(`../${path}`, import.meta.url).href;
}

export function createFiles(bridge: Bridge, { state, set }: ChatStore): Files {
  const held = new Map<string, File>();
  const sending = new Map<string, XMLHttpRequest>();

  const offered: Files['offered'] = () => bridge.welcome()?.settings.files;
  const change = (id: string, part: Partial<Pending>): void =>
    set({
      pending: state().pending.map((each) => (each.id === id ? { ...each, ...part } : each)),
    });
  const fail = (id: string, why: string): void => {
    sending.delete(id);
    change(id, { refused: why, part: 0 });
  };
  const brought = (id: string, request: XMLHttpRequest): void => {
    if (sending.get(id) !== request) return;
    let answer: (Attachment & Partial<Problem>) | undefined;
    try {
      // The server's answer, or a proxy's page that is none.
      answer = JSON.parse(request.responseText) as Attachment;
    } catch {
      return fail(id, words().failed);
    }
    if (request.status !== 200) {
      const { code = '', message = words().failed, retry } = answer;
      if (retry === false) held.delete(id);
      return fail(id, refusalText({ code, message }));
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
  const faultOf = ({ name, size, type }: File): string | null => {
    const taken = offered();
    if (!taken) return words().off;
    if (!size) return words().empty(name);
    if (size > taken.sizeBytes) return words().large(name, Math.floor(taken.sizeBytes / 1_048_576));
    return type && !taken.types.includes(type as MediaType) ? words().type(name) : null;
  };
  const cancel = (id: string): void => {
    sending.get(id)?.abort();
    sending.delete(id);
    held.delete(id);
    set({ pending: state().pending.filter((each) => each.id !== id) });
  };

  bridge.hear((frame: Heard) => {
    if (frame.type === 'chat.attached') bring(frame.id, frame.address);
  });
  return {
    offered,
    has: (id) => held.has(id),
    add(files) {
      const faults: string[] = [];
      const more: Pending[] = [];
      for (const file of files) {
        const fault = faultOf(file);
        if (fault) {
          faults.push(fault);
          continue;
        }
        const id = bridge.newId();
        held.set(id, file);
        const { name, size: sizeBytes, type } = file;
        const mediaType = type as MediaType;
        const content = { type: 'attachment', name: name || 'file', mediaType, sizeBytes } as const;
        const text = attachmentText(content);
        more.push({ id, text, content, at: Date.now(), refused: null, part: 0, stored: false });
      }
      set({ fileProblem: faults.join(' ') || null, pending: [...state().pending, ...more] });
      if (more.length && isLive(state())) sendPending(bridge, state());
    },
    again(id) {
      change(id, { refused: null, ...(held.has(id) && { stored: false, part: 0 }) });
      sendPending(bridge, state());
    },
    cancel,
  };
}
