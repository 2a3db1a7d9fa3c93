// Lays out cards for a channel: side by side or one by one if it has cards that can hold them.
// Otherwise each in words, with its buttons below if the channel has any.
import type { Capabilities } from '@opportune/protocol/channel/capabilities.ts';
import type { Laid, LaidCard, NumberedChoice, Part } from '@opportune/protocol/channel/parts.ts';
import type { Card } from '@opportune/protocol/conversation/message-content.ts';
import { buttonOf, layOptions, layText, oneLine } from './options.ts';
import { labelRoom } from './room.ts';

export function layCards(text: string, cards: readonly Card[], capabilities: Capabilities): Laid {
  const parts: Part[] = text.trim() === '' ? [] : [...layText(text, capabilities)];
  const choices: NumberedChoice[] = [];
  for (const group of grouped(cards, capabilities)) {
    if (group.type === 'native') parts.push({ type: 'cards', cards: group.cards });
    else {
      const laid = inWords(group.card, capabilities, choices.length + 1);
      parts.push(...laid.parts);
      choices.push(...laid.choices);
    }
  }
  return { parts, choices };
}

type Group =
  | { readonly type: 'native'; readonly cards: LaidCard[] }
  | { readonly type: 'words'; readonly card: Card };

/** Cards that the channel can hold, as many together as it shows side by side. */
function grouped(cards: readonly Card[], capabilities: Capabilities): readonly Group[] {
  const groups: Group[] = [];
  const most = capabilities.cards?.most ?? 0;
  for (const card of cards) {
    const last = groups.at(-1);
    if (!isHeld(card, capabilities)) groups.push({ type: 'words', card });
    else if (last?.type === 'native' && last.cards.length < most) last.cards.push(shown(card));
    else groups.push({ type: 'native', cards: [shown(card)] });
  }
  return groups;
}

function isHeld(card: Card, capabilities: Capabilities): boolean {
  const limits = capabilities.cards;
  if (limits === undefined) return false;
  const labels = labelRoom(capabilities, limits.label);
  return (
    labelRoom(capabilities, limits.title).fits(oneLine(card.title)) &&
    labelRoom(capabilities, limits.text).fits((card.text ?? '').trim()) &&
    (card.image === undefined || limits.picture) &&
    card.buttons.length <= limits.buttons &&
    card.buttons.every(
      ({ type, text }) => (type === 'reply' || limits.links) && labels.fits(oneLine(text)),
    ) &&
    areTogether(card.buttons, limits.linksAlone)
  );
}

function areTogether(buttons: Card['buttons'], linksAlone: number | undefined): boolean {
  const links = buttons.filter(({ type }) => type === 'link').length;
  if (linksAlone === undefined || links === 0) return true;
  return links === buttons.length && links <= linksAlone;
}

function shown({ title, text = '', image, buttons }: Card): LaidCard {
  return {
    title: oneLine(title),
    text: text.trim(),
    ...(image && { picture: { url: image.url, alt: image.alt } }),
    buttons: buttons.map(buttonOf),
  };
}

function inWords(
  { title, text = '', image, buttons }: Card,
  capabilities: Capabilities,
  from: number,
): Laid {
  const picture = image && [image.alt.trim(), image.url].filter(Boolean).join(': ');
  const words = [title, text, picture ?? ''].filter((line) => line.trim() !== '').join('\n');
  // Quick replies would disappear after the first tap, but a card can be answered again and again.
  return buttons.length === 0
    ? { parts: layText(words, capabilities), choices: [] }
    : layOptions(words, buttons, capabilities, { means: ['buttons', 'list'], from });
}
