// Changes to how a campaign chooses whom it offers its engagement: always, or by what it learns. The
// settings of optimising are kept while it is off, so that turning it on again finds them.
import {
  CampaignDocument,
  Optimise,
  optimisingOf,
  takesAgents,
} from '@opportune/protocol/campaign/campaign.ts';

export type Mode = NonNullable<CampaignDocument['mode']>;
/** The part of a document that is shown and edited as JSON. */
export const ModeDocument = CampaignDocument.pick({ mode: true, optimise: true });
export type ModeDocument = Pick<CampaignDocument, 'mode' | 'optimise'>;

export function modeOf(document: ModeDocument): Mode {
  return document.mode ?? 'always';
}

/** What is said of the choice: agents' room is none of the matter where nothing offers a chat. */
export function textOf(document: CampaignDocument): Mode | 'content' {
  const chats = takesAgents(document);
  return modeOf(document) === 'always' && !chats ? 'content' : modeOf(document);
}

/** The settings that hold or, while it is off, would hold. */
export function settingsOf({ optimise }: ModeDocument): Optimise {
  return optimise ?? Optimise.parse({});
}

export function withMode(document: CampaignDocument, mode: Mode): CampaignDocument {
  return mode === 'always'
    ? { ...document, mode }
    : { ...document, mode, optimise: settingsOf(document) };
}

export function withOptimise(
  document: CampaignDocument,
  change: Partial<Optimise>,
): CampaignDocument {
  return { ...document, optimise: { ...settingsOf(document), ...change } };
}

/** What another version of the part says; a field it leaves out is left out of the document. */
export function withModeOf(document: CampaignDocument, from: ModeDocument): CampaignDocument {
  const { mode: _mode, optimise: _optimise, ...rest } = document;
  return {
    ...rest,
    ...(from.mode === undefined ? {} : { mode: from.mode }),
    ...(from.optimise === undefined ? {} : { optimise: from.optimise }),
  };
}

/** The part as it is written out: with the settings in full where it optimises. */
export function modeDocumentOf(document: CampaignDocument): ModeDocument {
  const settings = optimisingOf(document) ?? document.optimise;
  return { mode: modeOf(document), ...(settings === undefined ? {} : { optimise: settings }) };
}

/** Parts of all who are eligible, in basis points: they add up to all. */
export function armShares(document: CampaignDocument): {
  readonly always: number;
  readonly optimise: number;
  readonly control: number;
} {
  const whole = 10_000;
  const settings = optimisingOf(document);
  const treated = whole - document.control;
  const always = settings === null ? treated : Math.round((treated * settings.always) / whole);
  return { always, optimise: treated - always, control: document.control };
}
