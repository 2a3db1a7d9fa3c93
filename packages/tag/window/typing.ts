// Reports that the visitor is typing, at a limited rate: with the text if the account shows
// previews to agents (and the visitor is told), else only a sign. None of it is stored anywhere.
import type { Bridge } from '../core/bridge.ts';
import { isLive } from './state.ts';
import type { ChatState } from './state.ts';

const everyMs = { preview: 400, plain: 3000 } as const;
const previewLength = 500;
/** Stands for "typing" if the text itself is not shown. */
const sign = '…';

export interface Typing {
  /** The draft changed. An empty one (sent, or erased) reports at once that typing stopped. */
  changed(): void;
}

const isPreviewed = (bridge: Bridge): boolean => bridge.welcome()?.settings.typingPreview === true;

export function createTyping(bridge: Bridge, state: () => ChatState): Typing {
  let saidAt = -everyMs.plain;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const say = (): void => {
    clearTimeout(timer);
    timer = undefined;
    saidAt = performance.now();
    const { conversation, draft } = state();
    if (!conversation || !isLive(state())) return;
    const text = isPreviewed(bridge) ? draft.slice(0, previewLength) : draft && sign;
    bridge.send({ type: 'chat.typing', conversation: conversation.id, text });
  };
  return {
    changed() {
      if (!state().draft) return say();
      const every = isPreviewed(bridge) ? everyMs.preview : everyMs.plain;
      timer ??= setTimeout(say, Math.max(0, saidAt + every - performance.now()));
    },
  };
}
