// The draft that is being edited. It saves itself a moment after the last change, one save at a
// time, each from the revision it was loaded with. It never overwrites somebody else's change
// unless the user chooses so, and an invalid draft waits. Changes can be undone and redone; quick
// changes to one part count as one step.
import type { CampaignDocument } from '@opportune/protocol/campaign/campaign.ts';
import type { Campaign } from '@opportune/protocol/rest/campaign/campaign.ts';
import { createStore, type Store } from '../../../ui/store.ts';
import { changedParts } from './draft-diff.ts';

const settleMs = 700;
/** Older changes can no longer be undone. */
const keptChanges = 100;

export type Saving =
  | { readonly type: 'saved' }
  | { readonly type: 'saving' }
  /** The server would not store it. The problems are shown at their places. */
  | { readonly type: 'unfinished' }
  | { readonly type: 'failed'; readonly reason: string }
  | { readonly type: 'conflict' };

export interface DraftState {
  /** The campaign as in the server's last answer. */
  readonly campaign: Campaign;
  readonly document: CampaignDocument;
  readonly saving: Saving;
  /** The documents that undo and redo lead to, the nearest last. */
  readonly past: readonly CampaignDocument[];
  readonly future: readonly CampaignDocument[];
}

export type SaveAnswer =
  | { readonly type: 'saved'; readonly campaign: Campaign }
  | { readonly type: 'conflict' }
  | { readonly type: 'failed'; readonly reason: string };

export interface DraftParts {
  readonly save: (revision: number, document: CampaignDocument) => Promise<SaveAnswer>;
  /** Whether the server would store the document. */
  readonly storable: (document: CampaignDocument) => boolean;
  /** Calls `act` after `ms`. Returns a function that cancels it. */
  readonly later: (ms: number, act: () => void) => () => void;
}

export interface Draft {
  readonly state: Store<DraftState>;
  change(next: (document: CampaignDocument) => CampaignDocument): void;
  /** Does nothing if there is nothing to undo. */
  undo(): void;
  redo(): void;
  /** Takes over what the server reports. The draft is replaced only if nothing is unsaved here. */
  hear(campaign: Campaign): void;
  /**
   * Takes over what the server reports, even if something is unsaved: after an action, or for "load
   * theirs".
   */
  adopt(campaign: Campaign): void;
  /** Saves unsaved changes now. True if none remain. */
  flush(): Promise<boolean>;
  /** Stops saving until the next change. Resolves once no save is under way. */
  halt(): Promise<void>;
  /** After a conflict: the draft here continues from the revision of `theirs`. */
  keepMine(theirs: Campaign): void;
}

export function createDraft(campaign: Campaign, parts: DraftParts): Draft {
  return new EditedDraft(campaign, parts);
}

class EditedDraft implements Draft {
  readonly state: Store<DraftState>;
  readonly #parts: DraftParts;
  #stop = (): void => undefined;
  /** Which parts are being changed; null once they have settled. */
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
    // The same revision has the same draft. The live version and a waiting publication may differ.
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
    this.#changing = null;
    return this.#save('all');
  }

  /** `once`: changes made meanwhile wait for a pause of their own. False if it could not be saved. */
  async #save(what: 'once' | 'all'): Promise<boolean> {
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
    const isSaved = this.state.get().saving.type === 'saved';
    return isSaved && (what === 'once' || !this.#isDirty() || this.flush());
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
    // Changes made meanwhile stay. Without any, the server has this draft now.
    const unchanged = this.state.get().document === document;
    this.#put({ campaign: { ...answer.campaign, draft: document }, saving: { type: 'saved' } });
    if (!unchanged) this.#settle(this.#changing);
  }

  /** Saves in a moment. Until then, further changes to the same parts belong to the same step. */
  #settle(changing: string | null = null): void {
    this.#changing = changing;
    this.#stop();
    this.#stop = this.#parts.later(settleMs, () => {
      this.#changing = null;
      void this.#save('once');
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
