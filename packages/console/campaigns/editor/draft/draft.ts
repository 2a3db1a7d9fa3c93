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
  /** Saves no more until the next change; resolves once no save is under way. */
  halt(): Promise<void>;
  /** After a conflict: what is here goes on from the revision of `theirs`. */
  keepMine(theirs: Campaign): void;
}

export function createDraft(campaign: Campaign, parts: DraftParts): Draft {
  return new EditedDraft(campaign, parts);
}

class EditedDraft implements Draft {
  readonly state: Store<DraftState>;
  readonly #parts: DraftParts;
  #stop = (): void => undefined;
  /** Which parts are being changed; null once they settled. */
  #changing: string | null = null;
  #running: Promise<void> | null = null;

  constructor(campaign: Campaign, parts: DraftParts) {
    this.#parts = parts;
    this.state = createStore<DraftState>({ ...asServed(campaign), past: [], future: [] });
  }

  readonly change = (next: (document: CampaignDocument) => CampaignDocument): void => {
    const { document, past } = this.state.get();
    const changed = next(document);
    const parts = changedParts(document, changed).join(' ');
    if (JSON.stringify(changed) === JSON.stringify(document)) return;
    const kept = parts === this.#changing ? past : [...past, document].slice(-keptChanges);
    this.#put({ document: changed, past: kept, future: [] });
    this.#settle(parts);
  };

  readonly undo = (): void => {
    const { document, past, future } = this.state.get();
    const before = past.at(-1);
    if (before === undefined) return;
    this.#put({ document: before, past: past.slice(0, -1), future: [...future, document] });
    this.#settle();
  };

  readonly redo = (): void => {
    const { document, past, future } = this.state.get();
    const after = future.at(-1);
    if (after === undefined) return;
    this.#put({ document: after, past: [...past, document], future: future.slice(0, -1) });
    this.#settle();
  };

  hear(next: Campaign): void {
    const { campaign: here } = this.state.get();
    if (this.#running !== null) return;
    // Of the same revision is the same draft: what is live, and what waits, may differ.
    if (next.revision === here.revision) this.#put({ campaign: { ...next, draft: here.draft } });
    else if (!this.#isDirty() && next.revision > here.revision) this.adopt(next);
  }

  readonly adopt = (next: Campaign): void => {
    this.#stop();
    this.#changing = null;
    this.state.set({ ...asServed(next), past: [], future: [] });
  };

  readonly keepMine = (theirs: Campaign): void => {
    this.#put({ campaign: theirs, saving: { type: 'saved' } });
    void this.flush();
  };

  async flush(): Promise<boolean> {
    this.#stop();
    if (this.#running !== null) await this.#running;
    if (!this.#isDirty()) return true;
    const { saving, document } = this.state.get();
    if (saving.type === 'conflict') return false;
    if (!this.#parts.storable(document)) {
      this.#put({ saving: { type: 'unfinished' } });
      return false;
    }
    this.#running = this.#saveOnce().finally(() => {
      this.#running = null;
    });
    await this.#running;
    return this.state.get().saving.type === 'saved' && (!this.#isDirty() || this.flush());
  }

  async halt(): Promise<void> {
    while (this.#running !== null) await this.#running;
    this.#stop();
  }

  async #saveOnce(): Promise<void> {
    const { campaign: from, document } = this.state.get();
    this.#put({ saving: { type: 'saving' } });
    const answer = await this.#parts.save(from.revision, document);
    if (answer.type !== 'saved') return this.#put({ saving: answer });
    // What was typed meanwhile stays; an unchanged draft is now the server's.
    const unchanged = this.state.get().document === document;
    this.#put({ campaign: { ...answer.campaign, draft: document }, saving: { type: 'saved' } });
    if (!unchanged) this.#settle(this.#changing);
  }

  /** Saves in a moment; until then further changes of the same parts are one with these. */
  #settle(changing: string | null = null): void {
    this.#changing = changing;
    this.#stop();
    this.#stop = this.#parts.later(settleMs, () => {
      this.#changing = null;
      void this.flush();
    });
  }

  #put(change: Partial<DraftState>): void {
    this.state.update((now) => ({ ...now, ...change }));
  }

  #isDirty(): boolean {
    const { document, campaign } = this.state.get();
    return document !== campaign.draft;
  }
}

function asServed(campaign: Campaign) {
  return { campaign, document: campaign.draft, saving: { type: 'saved' as const } };
}
