// The way to a call on the home of the chat window: *Call us*, with the expected wait where nobody is free,
// or a call back where nobody is there.
import { draw } from '../draw.ts';
import type { HomeActs, HomeContent, HomeShown, HomeWords } from './home-content.ts';
import { homeIcon } from './home-icons.ts';

type Speaks = HomeContent['speaks'];

export interface DrawnSpeak {
  readonly element: HTMLElement;
  show(speaks: Speaks, may: HomeShown['maySpeak']): void;
}

export function drawSpeak(words: HomeWords, acts: Pick<HomeActs, 'speak'>): DrawnSpeak {
  const label = draw('b', {});
  const hint = draw('small', {});
  const element = draw(
    'button',
    { type: 'button', class: 'hm-row hm-speak' },
    draw('span', { class: 'hm-grow' }, label, hint),
    draw('span', { class: 'hm-go hm-sign' }, homeIcon('call', 18)),
  );
  let now: Speaks;
  element.addEventListener('click', () => now && acts.speak(now.type));
  return {
    element,
    show(speaks, may) {
      now = speaks;
      const isBack = speaks?.type === 'back';
      element.hidden = !speaks || !(isBack ? may.back : may.call);
      label.textContent = isBack ? words.callBack : words.call;
      hint.textContent = hintOf(speaks, words);
    },
  };
}

function hintOf(speaks: Speaks, words: HomeWords): string {
  if (speaks?.type === 'back') return words.chooseTime;
  return speaks?.type === 'wait' ? words.busy(Math.ceil((speaks.waitS ?? 0) / 60)) : words.speak;
}
