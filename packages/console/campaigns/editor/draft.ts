// The draft that is being edited: saved by itself a moment after the last change, one save at a time,
// each from the revision it was loaded with. What somebody else changed meanwhile is never overwritten
// unasked; what does not hold yet waits.
import type { CampaignDocument } from '@opportune/protocol/campaign.ts';
import type { Campaign } from '@opportune/protocol/rest/campaign.ts';
import { createStore, type Store } from '../../ui/store.ts';

const settleMs = 700;

export type Saving =
  | { readonly type: 'saved' }
  | { readonly type: 'saving' }
  /** It cannot be stored as it is; the problems stand at their places. */
  | { readonly type: 'unfinished' }
  | { readonly type: 'failed'; readonly reason: string }
  | { readonly type: 'conflict' };

export interface DraftState {
  /** As the server last answered. */
  readonly campaign: Campaign;
  readonly document: CampaignDocument;
  readonly saving: Saving;
}

export type SaveAnswer =
  | { readonly type: 'saved'; readonly campaign: Campaign }
  | { readonly type: 'conflict' }
  | { readonly type: 'failed'; readonly reason: string };

export interface DraftParts {
  readonly save: (revision: number, document: CampaignDocument) => Promise<SaveAnswer>;
  /** Whether the server would store it. */
  readonly storable: (document: CampaignDocument) => boolean;
  /** Calls back after so long; returns how to stop. */
  readonly later: (ms: number, act: () => void) => () => void;
}

export interface Draft {
  readonly state: Store<DraftState>;
  change(next: (document: CampaignDocument) => CampaignDocument): void;
  /** Takes over what the server says, unless there is something unsaved here. */
  hear(campaign: Campaign): void;
  /** Takes over what the server says, whatever is here: after an act, or "load theirs". */
  adopt(campaign: Campaign): void;
  /** Saves now what is unsaved; true once nothing is. */
  flush(): Promise<boolean>;
  /** After a conflict: what is here goes on from the revision of `theirs`. */
  keepMine(theirs: Campaign): void;
}

export function createDraft(campaign: Campaign, { save, storable, later }: DraftParts): Draft {
  const state = createStore<DraftState>({
    campaign,
    document: campaign.draft,
    saving: { type: 'saved' },
  });
  let stop = (): void => undefined;
  let running: Promise<void> | null = null;

  const put = (change: Partial<DraftState>): void => state.update((now) => ({ ...now, ...change }));
  const dirty = (): boolean => state.get().document !== state.get().campaign.draft;
  const settle = (): void => {
    stop();
    stop = later(settleMs, () => void flush());
  };

  async function saveOnce(): Promise<void> {
    const { campaign: from, document } = state.get();
    put({ saving: { type: 'saving' } });
    const answer = await save(from.revision, document);
    if (answer.type !== 'saved') return put({ saving: answer });
    // What was typed meanwhile stays; an unchanged draft is now the server's.
    const unchanged = state.get().document === document;
    put({ campaign: { ...answer.campaign, draft: document }, saving: { type: 'saved' } });
    if (!unchanged) settle();
  }

  async function flush(): Promise<boolean> {
    stop();
    if (running !== null) await running;
    if (!dirty()) return true;
    if (state.get().saving.type === 'conflict') return false;
    if (!storable(state.get().document)) {
      put({ saving: { type: 'unfinished' } });
      return false;
    }
    running = saveOnce().finally(() => {
      running = null;
    });
    await running;
    return state.get().saving.type === 'saved' && (!dirty() || flush());
  }

  const adopt = (next: Campaign): void => {
    stop();
    state.set({ campaign: next, document: next.draft, saving: { type: 'saved' } });
  };
  return {
    state,
    change(next) {
      put({ document: next(state.get().document) });
      settle();
    },
    hear(next) {
      if (!dirty() && running === null && next.revision > state.get().campaign.revision)
        adopt(next);
    },
    adopt,
    flush,
    keepMine(theirs) {
      put({ campaign: { ...theirs, draft: theirs.draft }, saving: { type: 'saved' } });
      void flush();
    },
  };
}
