// The draft that is being edited: saved by itself a moment after the last change, one save at a time,
// each from the revision it was loaded with. What somebody else changed meanwhile is never overwritten
// unasked; what does not hold yet waits. Changes can be undone and redone; several of the same part
// without a pause between them count as one.
import type { CampaignDocument } from '@opportune/protocol/campaign/campaign.ts';
import type { Campaign } from '@opportune/protocol/rest/campaign/campaign.ts';
import { createStore, type Store } from '../../../ui/store.ts';
import { changedParts } from './draft-diff.ts';

const settleMs = 700;
/** Older changes cannot be undone any more. */
const keptChanges = 100;

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
  /** What undoing and redoing lead to, the nearest last. */
  readonly past: readonly CampaignDocument[];
  readonly future: readonly CampaignDocument[];
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
  /** Nothing where there is nothing to undo. */
  undo(): void;
  redo(): void;
  /** Takes over what the server says; the draft only where nothing is unsaved here. */
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
    past: [],
    future: [],
  });
  let stop = (): void => undefined;
  /** Which parts are being changed; null once they settled. */
  let changing: string | null = null;
  let running: Promise<void> | null = null;

  const put = (change: Partial<DraftState>): void => state.update((now) => ({ ...now, ...change }));
  const dirty = (): boolean => state.get().document !== state.get().campaign.draft;
  const settle = (): void => {
    stop();
    stop = later(settleMs, () => {
      changing = null;
      void flush();
    });
  };

  function change(next: (document: CampaignDocument) => CampaignDocument): void {
    const { document, past } = state.get();
    const changed = next(document);
    const parts = changedParts(document, changed).join(' ');
    if (JSON.stringify(changed) === JSON.stringify(document)) return;
    const kept = parts === changing ? past : [...past, document].slice(-keptChanges);
    changing = parts;
    put({ document: changed, past: kept, future: [] });
    settle();
  }

  function undo(): void {
    const { document, past, future } = state.get();
    const before = past.at(-1);
    if (before === undefined) return;
    changing = null;
    put({ document: before, past: past.slice(0, -1), future: [...future, document] });
    settle();
  }

  function redo(): void {
    const { document, past, future } = state.get();
    const after = future.at(-1);
    if (after === undefined) return;
    changing = null;
    put({ document: after, past: [...past, document], future: future.slice(0, -1) });
    settle();
  }

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
    changing = null;
    const known = { past: [], future: [] };
    state.set({ campaign: next, document: next.draft, saving: { type: 'saved' }, ...known });
  };
  return {
    state,
    change,
    undo,
    redo,
    hear(next) {
      const { campaign: here } = state.get();
      // Of the same revision is the same draft: what is live, and what waits, may differ.
      if (next.revision === here.revision && running === null)
        put({ campaign: { ...next, draft: here.draft } });
      else if (!dirty() && running === null && next.revision > state.get().campaign.revision)
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
