// Choices below a text, by the first means that the channel has and that holds all of them: quick
// replies, buttons, a list, else numbers in words. No choice is left out and no label is cut.
import type { Capabilities } from '@opportune/protocol/channel/capabilities.ts';
import type { Laid, Part } from '@opportune/protocol/channel/parts.ts';
import { bodyRoom, labelRoom, textRoom, type Room } from './room.ts';
import { splitText } from './split-text.ts';

export type Option =
  | { readonly type: 'reply'; readonly id: string; readonly text: string }
  | { readonly type: 'link'; readonly text: string; readonly url: string };
type Reply = Extract<Option, { type: 'reply' }>;
type Means = 'replies' | 'buttons' | 'list';

/** Stands for missing words: no channel accepts a part without any. */
const nothing = '…';

/** `from` is the number of the first choice that gets one. */
export function layOptions(
  text: string,
  options: readonly Option[],
  capabilities: Capabilities,
  { means, from }: { readonly means: readonly Means[]; readonly from: number },
): Laid {
  const found = means
    .map((each) => native[each](options, capabilities))
    .find((each) => each !== null);
  return found === undefined || found === null
    ? numbered(text, options, capabilities, from)
    : { parts: aboveLast(withLinks(text, found.links), capabilities, found), choices: [] };
}

/** A text alone, in as many parts as needed. */
export function layText(text: string, capabilities: Capabilities): readonly Part[] {
  const pieces = splitText(text, textRoom(capabilities));
  return (pieces.length === 0 ? [nothing] : pieces).map((piece) => ({ type: 'text', text: piece }));
}

/**
 * What is below a text: the text has limited room there, and its last words go into the same part.
 */
export interface Below {
  readonly room: Room;
  part(text: string): Part;
}

/** As much of the text as necessary in parts of its own, the rest above what is below it. */
export function aboveLast(text: string, capabilities: Capabilities, below: Below): Part[] {
  const pieces = splitText(text, textRoom(capabilities));
  const last = splitText(pieces.at(-1) ?? nothing, below.room);
  const before = [...pieces.slice(0, -1), ...last.slice(0, -1)];
  return [
    ...before.map((piece): Part => ({ type: 'text', text: piece })),
    below.part(last.at(-1) ?? nothing),
  ];
}

/** Words on one line, as buttons and rows show them. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim() || nothing;
}

interface Native extends Below {
  /** Those that this means cannot show. */
  readonly links: readonly Option[];
}

const native: Readonly<
  Record<Means, (options: readonly Option[], capabilities: Capabilities) => Native | null>
> = { replies: asReplies, buttons: asButtons, list: asList };

function asReplies(options: readonly Option[], capabilities: Capabilities): Native | null {
  const { replies } = capabilities;
  const chosen = repliesOf(options);
  if (replies === undefined || !holds(chosen, replies, capabilities)) return null;
  return {
    links: linksOf(options),
    room: bodyRoom(capabilities, replies.text),
    part: (text) => ({ type: 'replies', text, replies: chosen.map(labelled) }),
  };
}

function asButtons(options: readonly Option[], capabilities: Capabilities): Native | null {
  const { buttons } = capabilities;
  if (buttons === undefined) return null;
  const shown = shownOf(options, buttons);
  if (!holds(shown, buttons, capabilities)) return null;
  return {
    links: linksOf(options).filter((each) => !shown.includes(each)),
    room: bodyRoom(capabilities, buttons.text),
    part: (text) => ({ type: 'buttons', text, buttons: shown.map(buttonOf) }),
  };
}

/** What buttons can show of the options. Links that stand alone give way to replies. */
function shownOf(
  options: readonly Option[],
  { links, linksAlone }: { readonly links: boolean; readonly linksAlone?: number | undefined },
): readonly Option[] {
  const replies = repliesOf(options);
  if (!links) return replies;
  if (linksAlone === undefined) return options;
  return replies.length > 0 || options.length > linksAlone ? replies : options;
}

function asList(options: readonly Option[], capabilities: Capabilities): Native | null {
  const { list } = capabilities;
  const chosen = repliesOf(options);
  if (list === undefined || chosen.length === 0 || chosen.length > list.most) return null;
  const titles = labelRoom(capabilities, list.title);
  const more = labelRoom(capabilities, list.more);
  const rows = chosen.map(({ id, text }) => {
    const [title = nothing] = splitText(oneLine(text), titles);
    return { id, title, more: oneLine(text).slice(title.length).trim() };
  });
  if (!rows.every((row) => more.fits(row.more))) return null;
  return {
    links: linksOf(options),
    room: bodyRoom(capabilities, list.text),
    part: (text) => ({ type: 'list', text, rows }),
  };
}

function holds(
  options: readonly Option[],
  { most, label }: { readonly most: number; readonly label: number },
  capabilities: Capabilities,
): boolean {
  const room = labelRoom(capabilities, label);
  return (
    options.length > 0 &&
    options.length <= most &&
    options.every(({ text }) => room.fits(oneLine(text)))
  );
}

function numbered(
  text: string,
  options: readonly Option[],
  capabilities: Capabilities,
  from: number,
): Laid {
  const choices = repliesOf(options).map(({ id, text: words }, at) => ({
    number: from + at,
    id,
    text: oneLine(words),
  }));
  const lines = choices.map(({ number, text: words }) => `${number}. ${words}`);
  const whole = [withLinks(text, linksOf(options)), ...lines].join('\n');
  return { parts: layText(whole, capabilities), choices };
}

function withLinks(text: string, links: readonly Option[]): string {
  const lines = links.map((link) =>
    link.type === 'link' ? `- ${oneLine(link.text)}: ${link.url}` : '',
  );
  return [text, ...lines].join('\n');
}

function repliesOf(options: readonly Option[]): readonly Reply[] {
  return options.filter((option) => option.type === 'reply');
}

function linksOf(options: readonly Option[]): readonly Option[] {
  return options.filter((option) => option.type === 'link');
}

function labelled({ id, text }: Reply): { id: string; label: string } {
  return { id, label: oneLine(text) };
}

/** A choice or a link as a button shows it. */
export function buttonOf(option: Option) {
  const label = oneLine(option.text);
  return option.type === 'reply'
    ? ({ type: 'reply', id: option.id, label } as const)
    : ({ type: 'link', label, url: option.url } as const);
}
