// The visitor's earlier conversations on the home of the chat window, the newest first. Unread ones
// are marked for eyes and for screen readers.
import { draw } from '../draw.ts';
import { drawFace } from '../face.ts';
import type { HomeActs, HomeContent, HomeManner } from './home-content.ts';
import { homeIcon } from './home-icons.ts';
import { ageOf } from './home-times.ts';

type Earlier = HomeContent['conversations'][number];

export function drawEarlier(manner: HomeManner, acts: HomeActs) {
  const title = draw('h3', { class: 'hm-label' }, manner.words.earlier);
  const list = draw('ul', {});
  const element = draw('section', { class: 'hm-card', hidden: '' }, title, list);
  let shown = '';
  return {
    element,
    show(conversations: readonly Earlier[]): void {
      const now = JSON.stringify(conversations);
      if (now === shown) return;
      shown = now;
      const focused = focusedIn(list);
      list.replaceChildren(...conversations.map((each) => drawRow(each, manner, acts)));
      element.hidden = !conversations.length;
      if (focused) list.querySelector<HTMLElement>(`[data-id="${CSS.escape(focused)}"]`)?.focus();
    },
  };
}

/** The id of the row that has the focus. */
function focusedIn(list: HTMLElement): string | undefined {
  const root = list.getRootNode();
  const active = root instanceof ShadowRoot ? root.activeElement : document.activeElement;
  return active instanceof HTMLElement && list.contains(active) ? active.dataset['id'] : undefined;
}

function drawRow(
  { conversation, lastAt, text, mine, unread }: Earlier,
  { words, locale, now, photo }: HomeManner,
  acts: HomeActs,
): HTMLElement {
  const { id, agent } = conversation;
  const sign = draw('span', { class: 'face hm-sign' });
  sign.append(homeIcon('chat', 18));
  const who = mine ? words.you(text) : text;
  const row = draw(
    'button',
    { type: 'button', class: unread ? 'hm-row hm-new' : 'hm-row', 'data-id': id },
    agent ? drawFace(agent, photo(conversation.photo)) : sign,
    draw(
      'span',
      { class: 'hm-grow' },
      draw('b', { class: 'hm-clip' }, agent ?? words.start),
      draw('small', { class: 'hm-clip', dir: 'auto' }, who),
    ),
    draw(
      'span',
      { class: 'hm-age' },
      draw('small', {}, ageOf(lastAt, now(), locale)),
      unread ? draw('i', {}, draw('span', { class: 'hidden' }, words.unread)) : null,
    ),
  );
  row.addEventListener('click', () => acts.open(conversation));
  return draw('li', {}, row);
}
