// Files that the visitor sends. Each is a message that waits until the server has named an upload
// address and received the bytes. The bytes exist in this page alone; after a reload the visitor
// must choose the file again.
import { attachmentText } from '@opportune/content/message/attachment-text.ts';
import type { MediaType } from '@opportune/protocol/conversation/attachment.ts';
import type { Bridge } from '../../core/bridge.ts';
import { createBringingFiles } from './bring-files.ts';
import type { ChatStore } from '../chat-store.ts';
import { sendPending } from '../outgoing.ts';
import type { SpeakingBridge } from '../said.ts';
import { isLive, type Pending, without } from '../state.ts';

export interface Files {
  /** Which files may be sent. Undefined: none. */
  offered(): NonNullable<ReturnType<Bridge['welcome']>>['settings']['files'];
  /** Whether its bytes are here, to be sent again. */
  has(id: string): boolean;
  add(files: Iterable<File>): void;
  /** From its beginning, if its bytes are here. */
  again(id: string): void;
  cancel(id: string): void;
}

export function createFiles(bridge: SpeakingBridge, store: ChatStore): Files {
  const { state, set } = store;
  const words = () => bridge.said().chat.window.file;
  const { held, change, bring, cancel } = createBringingFiles(bridge, store);

  const offered: Files['offered'] = () => bridge.welcome()?.settings.files;
  const faultOf = ({ name, size, type }: File): string | null => {
    const taken = offered();
    if (!taken) return words().off;
    if (!size) return words().empty(name);
    if (size > taken.sizeBytes) return words().large(name, Math.floor(taken.sizeBytes / 1_048_576));
    return type && !taken.types.includes(type as MediaType) ? words().type(name) : null;
  };
  bridge.hear((frame) => {
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
    cancel(id) {
      cancel(id);
      set({ pending: without(state().pending, [{ id }]) });
    },
  };
}
