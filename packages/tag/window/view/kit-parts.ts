// The parts of the window that use its kit: what draws cards, forms and files, and what visitors are
// asked within and after a conversation.
import type * as Asked from '../../asked/main.tsx';
import type * as Call from '../../call/main.tsx';
import type * as Rich from '../../rich/main.ts';
import { kit, type Kit } from '../kit.ts';
import { createLoader, type PartLoader } from '../parts.ts';

/** The names of their files beside the window's. The build inserts them. */
declare const askedFile: string;
declare const callFile: string;
declare const richFile: string;

export type RichPart = typeof Rich;

export interface KitParts {
  readonly asked: PartLoader<typeof Asked>;
  readonly call: PartLoader<typeof Call>;
  readonly rich: PartLoader<RichPart>;
}

/** What the file of such a part exports. */
interface WithKit<Part> {
  open(kit: Kit): Part;
}

export function createKitParts(): KitParts {
  return {
    asked: createLoader(askedFile, opened<typeof Asked>),
    call: createLoader(callFile, opened<typeof Call>),
    rich: createLoader(richFile, opened<RichPart>),
  };
}

const opened = <Part>(file: WithKit<Part>): Part => file.open(kit);
