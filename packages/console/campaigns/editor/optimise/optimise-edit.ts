// Changes how a campaign decides about its offer: always, or by what it learns. Settings of
// optimising are kept while it is off, so that they are there when it is turned on again.
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

/** Which text describes the choice. It leaves out agents' room if no variant offers a chat. */
export function textOf(document: CampaignDocument): Mode | 'content' {
  const chats = takesAgents(document);
  return modeOf(document) === 'always' && !chats ? 'content' : modeOf(document);
}

/** The settings of optimising, also while it is off. */
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

/**
 * Takes the part from another version. A field that is missing there is removed from the document.
 */
export function withModeOf(document: CampaignDocument, from: ModeDocument): CampaignDocument {
  const { mode: _mode, optimise: _optimise, ...rest } = document;
  return {
    ...rest,
    ...(from.mode === undefined ? {} : { mode: from.mode }),
    ...(from.optimise === undefined ? {} : { optimise: from.optimise }),
  };
}

/** The part as JSON. If the campaign optimises, all settings are written out. */
export function modeDocumentOf(document: CampaignDocument): ModeDocument {
  const settings = optimisingOf(document) ?? document.optimise;
  return { mode: modeOf(document), ...(settings === undefined ? {} : { optimise: settings }) };
}

/** The shares of eligible visitors by arm, in basis points. They add up to 10,000. */
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
