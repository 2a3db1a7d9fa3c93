// German words of optimising campaigns in the editor: the choice, its effect, its settings as
// sentences, advice on the number of visitors, and the plan of comparisons.

import type { campaignOptimiseEn } from '../../en/management/campaign-optimise.ts';
import type { Words } from '../../language.ts';

export const campaignOptimiseDe: Words<typeof campaignOptimiseEn> = {
  'optimise.mode': 'Wem die Ansprache angeboten wird',
  'optimise.mode.always': 'Immer',
  'optimise.mode.optimise': 'Optimieren',
  'optimise.text.always':
    'Alle in der Behandlung bekommen das Angebot in ihrem Moment, solange Agenten frei sind.',
  'optimise.text.content': 'Alle in der Behandlung sehen es in ihrem Moment.',
  'optimise.text.optimise':
    'Lernt, wem ein Angebot hilft und wann: im Moment oder zu jeder anderen Zeit, solange der Besucher in der Zielgruppe ist. Bietet an, wo der Gewinn mehr wert ist als die Zeit der Agenten und die Kosten der Frage. Bis Gewinne sichtbar sind, arbeitet es wie Immer.',
  'optimise.wait': 'Sie fragt sofort oder',
  'optimise.wait.tail': 'später, je nachdem, was mehr hilft.',
  'optimise.delay.none': 'nie',
  'optimise.delay.one': '{n} s',
  'optimise.delay.span': '{from} bis {until} s',
  'optimise.delay.label': 'Wie viel später sie fragen darf',
  'optimise.delay.from': 'Von, in Sekunden',
  'optimise.delay.until': 'Bis, in Sekunden',
  'optimise.delay.hint': 'Höchstens {most} s. Mit 0 wartet sie nie.',
  'optimise.delay.turned': 'Die erste Zahl darf nicht größer sein als die zweite.',
  'optimise.guard': 'Solange weniger als',
  'optimise.guard.within': 'der Gespräche innerhalb von',
  'optimise.guard.tail': 'beantwortet werden, fragt nur Immer weiter: Optimieren fragt niemanden.',
  'optimise.share.label': 'Anteil rechtzeitig Beantworteter, in Prozent',
  'optimise.answered.label': 'Sekunden bis zu einer Antwort, 5 bis 600',
  'optimise.cost': 'Die Frage kostet',
  'optimise.cost.label': 'Was eine Einladung kostet',
  'optimise.goodwill': 'jedes Mal und',
  'optimise.goodwill.tail': 'an Wohlwollen.',
  'optimise.goodwill.spoken': '{sum} an Wohlwollen',
  'optimise.goodwill.label': 'Was eine Einladung an Wohlwollen kostet',
  'optimise.goodwill.hint':
    'Was Sie zahlen würden, um einen Besucher nicht zu stören, der nichts möchte.',
  'optimise.nothing': 'nichts',
  'optimise.always': 'Von denen, die nicht in der Kontrolle sind, werden',
  'optimise.always.label': 'Anteil, der immer gefragt wird, in Prozent',
  'optimise.always.tail': 'immer gefragt, um daran zu messen.',
  'optimise.advice.enough':
    '{perDay} Besucher am Tag: genug, um zu optimieren. Ein Gewinn von 10 % würde sich in etwa {days} Tagen zeigen.',
  'optimise.advice.good':
    'Bei {perDay} Besuchern am Tag würde sich ein Gewinn von 10 % in etwa {days} Tagen zeigen.',
  'optimise.advice.few':
    'Wenige Besucher dafür: Bei {perDay} am Tag bräuchte ein Gewinn von 10 % etwa {days} Tage, um sich zu zeigen, und das Lernen dauert ebenso lange. Hier ist Immer die bessere Wahl.',
  'optimise.advice.never':
    'Zu wenige Besucher dafür: Ein Gewinn von 10 % würde sich nie zeigen. Hier ist Immer die bessere Wahl.',
  'optimise.advice.unknown':
    'Die Größe der Zielgruppe ist noch nicht bekannt. Optimieren lohnt sich ab einigen Hundert Besuchern am Tag; bei weniger wählen Sie Immer.',
  'control.optimise': 'Optimieren',
  'control.always': 'Immer',
  'control.always.variant': 'Immer {name}',
  'plan.comparisons': 'Derselbe Gewinn, zwischen je zwei Gruppen',
  'plan.comparison': 'Vergleich',
  'plan.optimise-control': 'Optimieren und Kontrolle',
  'plan.optimise-always': 'Optimieren und Immer',
  'plan.always-control': 'Immer und Kontrolle',
};
