// Draws the home of the chat window from what the server sent: greeting, faces, the way to a
// conversation, earlier ones, answers and links. A later state changes what differs and leaves the
// focus and the search alone. It sends nothing.
import { draw } from '../draw.ts';
import { drawFace } from '../face.ts';
import { drawAnswers } from './draw-answers.ts';
import { drawEarlier } from './draw-earlier.ts';
import type { HomeActs, HomeContent, HomeManner, HomeShown, HomeWords } from './home-content.ts';
import { homeIcon } from './home-icons.ts';
import { backAt, expectation } from './home-times.ts';
import { drawSpeak } from './draw-speak.ts';

export interface DrawnHome {
  readonly element: HTMLElement;
  /** What takes the focus first. */
  readonly first: HTMLElement;
  show(shown: HomeShown): void;
}

/** `id`: the element with this id is the title. */
export function drawHome(id: string, manner: HomeManner, acts: HomeActs): DrawnHome {
  const { words, locale } = manner;
  const name = draw('b', { class: 'hm-name' });
  const faces = draw('span', { class: 'hm-faces', role: 'img' });
  const close = button('x', manner.close, acts.close);
  close.append(homeIcon('close', 18));
  const title = draw('h2', { id });
  const start = draw('b', {});
  const hint = draw('small', {});
  const first = draw(
    'button',
    { type: 'button', class: 'hm-row hm-start' },
    draw('span', { class: 'hm-grow' }, start, hint),
    draw('span', { class: 'hm-go' }, homeIcon('send', 18)),
  );
  first.addEventListener('click', acts.start);
  const speak = drawSpeak(words, acts);
  const earlier = drawEarlier(manner, acts);
  const answers = drawAnswers(words);
  const element = draw(
    'div',
    { class: 'hm' },
    draw('div', { class: 'hm-bar' }, name, faces, close),
    draw('div', { class: 'hm-top' }, title),
    draw(
      'div',
      { class: 'hm-in' },
      draw('div', { class: 'hm-card' }, first, speak.element),
      earlier.element,
      answers.element,
    ),
  );
  return {
    element,
    first,
    show({ home, site, logo, agentsOnline, maySpeak }) {
      const back = backAt(home.hours, words, manner.now(), locale);
      showName(name, site, logo);
      title.replaceChildren(...titleOf(home, back, words));
      faces.replaceChildren(
        ...home.faces.map((each, at) => drawFace(each, manner.photo(home.photos?.[at]))),
      );
      faces.hidden = !home.faces.length || !agentsOnline;
      faces.setAttribute('aria-label', words.here(home.faces.join(', ')));
      start.textContent = agentsOnline ? words.start : words.leave;
      hint.textContent = agentsOnline ? expectation(home, words, locale) : words.later;
      hint.hidden = !hint.textContent;
      speak.show(home.speaks, maySpeak);
      earlier.show(home.conversations);
      answers.show(home.items);
    },
  };
}

/** The name, or the logo with the name for screen readers. It is drawn anew only if it differs. */
function showName(place: HTMLElement, name: string, logo: string | null): void {
  const now = `${name} ${logo}`;
  if (place.dataset['of'] === now) return;
  place.dataset['of'] = now;
  place.textContent = name;
  if (!logo) return;
  const picture = draw('img', { src: logo, alt: name });
  picture.addEventListener('error', () => (place.textContent = name));
  place.replaceChildren(picture);
}

function titleOf(
  { greeting }: HomeContent,
  back: string | null,
  words: HomeWords,
): readonly (Node | string)[] {
  if (back !== null) return [back];
  return greeting ? [greeting] : [draw('span', {}, `${words.hello} `), words.greeting];
}

/** A button with a name for screen readers. */
function button(look: string, label: string, act: () => void): HTMLElement {
  const element = draw('button', { type: 'button', class: look, 'aria-label': label });
  element.addEventListener('click', act);
  return element;
}
