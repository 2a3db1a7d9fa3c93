// The name and definition of each figure of the reports, in English, for pages, API and documents.
// The SQL of each figure is beside it in packages/server/report/definitions.ts.

export const figuresEn = {
  'name.eligible': 'eligible',
  'about.eligible':
    'Visitors whose moment came in this period, in every arm. In a campaign that optimises: visitors who entered its audience, because its policy may ask them at any time. Each visitor counts once, on the day of the first decision.',
  'name.exposed': 'exposed',
  'about.exposed':
    'Eligible visitors of an arm other than control whose browser reported that the engagement was shown.',
  'name.engaged': 'engaged',
  'about.engaged':
    'Eligible visitors of an arm other than control who clicked the engagement or started a conversation from it.',
  'name.converted': 'converted',
  'about.converted':
    'Eligible visitors who reached the goal at or after their first decision and within the window. The time of the event counts. A conversion that is reported twice counts once. A conversion that was refunded or cancelled completely does not count.',
  'name.value': 'value',
  'about.value':
    'The sum of a visitor’s conversions within the window, minus refunds and cancellations. It is at most the cap that was fixed when the period began. Currencies are not converted: a conversion in another currency than the account’s counts, but its value does not.',
  'name.taken back': 'taken back',
  'about.taken back':
    'Orders that Order Refunded or Order Cancelled took back in whole or in part, and the amount. An order is found by the key that the goal had when the order was reported. Only reports of signed or server trust count, each once. Reports received after a visitor’s closing appear here and in the counts so far, but change no effect.',
  'name.closed': 'closed',
  'about.closed':
    'Visitors whose window has ended, plus 24 hours for late events. The windows of all visitors enrolled before them must have ended too. A same-visit window ends with the visit, at the latest a day after the decision. Effects, intervals and the sample ratio use only closed visitors; all others are pending. A closed visitor counts with what was received before their closing. Later conversions and refunds change no effect.',
  'name.effect': 'effect',
  'about.effect':
    'The rate in treatment minus the rate in control, over closed windows. The interval (95 %) is valid at every look. It is withheld if an arm has fewer than five conversions. In a campaign that optimises, treatment here means the arm that optimises.',
  'name.incremental': 'incremental',
  'about.incremental':
    'The effect times the number of closed visitors in treatment, or in the arm that optimises. Without the campaign, these conversions (or this value) would not have happened.',
  'name.arms compared': 'arms compared',
  'about.arms compared':
    'Differences of rates over closed windows between each two of the three arms of a campaign that optimises: optimise, always (treatment) and control. Chance assigns visitors to all three, so each comparison is of like with like. The three comparisons share an error of 5 %, so each interval is one of 98.3 %. It is narrowest where its two arms reach their part of the horizon. Optimise and always share the same agents, so the comparison is valid while both run.',
  'name.adjusted': 'adjusted',
  'about.adjusted':
    'The effect on the rate over closed windows, with less noise. What each visit was likely to do anyway is removed from both arms alike (regression with interactions, after Lin). This uses the visit’s chance of reaching the goal when it was last scored before the decision. Nothing after the decision is used. Visitors without a score are given the usual chance. The interval is valid at every look. The adjusted effect estimates the same as the plain effect and is shown beside it.',
  'name.agent minutes': 'agent minutes',
  'about.agent minutes':
    'Minutes of conversations that began from the engagement, from an agent’s first answer to the end. After each reopening, minutes count again to the next end. Only closed windows count, and at most 60 minutes a visitor. Minutes for a conversion gained: the mean minutes of an arm, divided by the difference between its rate and control’s. The interval contains all ratios that both allow (Fieller’s set with the factor of the confidence sequence and their covariance). It is withheld while the interval of the difference reaches zero.',
  'name.learnt': 'learnt',
  'about.learnt':
    'What the policy of the newest period has learnt from closed visitors whose decision was left to chance. The average gain of asking is valid at every look. Effects of features and delays are odds of the posterior. Their bounds (95 %) are valid at every look, for all features together and for all delays together (prior-posterior ratio). The price of an hour is what an hour of staffed agents gained lately. The value of the goal is the mean of what it brought in 90 days, minus refunds and cancellations. If the goal was redefined in that time, the mean starts there. The policy keeps these figures, and they are not computed here. The query shows the decisions that the policy learns from.',
  'name.what if': 'what if',
  'about.what if':
    'The rate of the goal and the value per visitor under another rule, minus those of the arm that optimises. The value is after refunds and at most the cap. Some rules are estimated from the draw of the three arms: never, at the campaign’s own moment, and at that moment from a known intent or cart upwards. Intent and cart are those when the visitor entered the audience. The rule “always later” is estimated from the draws of the arm that optimises, where its policy first decided and could offer anything. The estimate is doubly robust: what was expected from earlier visitors, corrected by what happened divided by its probability. The interval is valid at every look, however the policy learnt, for one question. It is withheld if a few visitors would decide it. The estimate is valid for the recorded load and price, and for each visitor’s first decision.',
  'name.left at once': 'left at once',
  'about.left at once':
    'Visitors whose visit ended within ten seconds of the first decision. In a campaign that optimises, the first decision is the first one that decided something, not the entry into the audience. Such a visit had no further page, and no action of the visitor more than ten seconds after the decision. All arms are counted alike, because control has the instant of the decision too. Reactions to an engagement or a conversation (shown, closed, clicked, answered) are not such actions, because only one arm can have them. The figure is known half an hour and ten seconds after the decision, and only visitors for whom it is known count. In a campaign that optimises, each arm is compared with the part of control whose draw follows the same. The interval of the difference to control is valid at every look (97.5 %). If the whole interval is above zero, harm to the visit is proved.',
  'name.competing': 'competing',
  'about.competing':
    'Visitors of this period who were also eligible in another campaign, in a period that ran at the same time. Each of the two campaigns names the other. Behind: the other campaign was decided in the same zone and visit within the ten minutes before this one, and made it wait. Ahead: the other way round. Visitors who left before the zone was free have no decision here and are not counted. Campaigns in the same zone that shared no visitor with this one are therefore listed separately, by their configuration alone.',
  'name.by channel': 'by channel',
  'about.by channel':
    'Visitors who talked over a channel in a conversation that began from the engagement, and how many of them reached the goal so far, with its value. Somebody who talked over two channels counts in both. Control is shown no offer. Visitors choose their channel, so this does not compare like with like and proves no effect: the arms do.',
  'name.by call': 'calls',
  'about.by call':
    'Visitors who were shown the offer of a call, who called, whom an agent accepted, and who spoke with one, with the minutes in which both sides were in these calls. Each visitor counts once a column. Control is shown no offer. Visitors choose to call, so this proves no effect: the arms do.',
  'name.by hand': 'by hand',
  'about.by hand':
    'Visitors of control with whom an agent began a conversation by hand or reopened one, from the start of the period to the end of their window. They still count in control, as they were drawn (intention to treat). What such conversations add is added to control, so the gain shown may be too small.',
  'name.bursts': 'bursts',
  'about.bursts':
    'Visitors who came in a burst. A burst has at least 20 new visitors within minutes from one address prefix and browser, or 50 from one address prefix or from one network and browser. It is also five times as many as usual there, and 2 % of all. 150 new visitors in a day from one address prefix and browser are a burst too, if they are 5 % of all. The mark depends on arrivals alone, is the same in every arm, and stays. The keyed hash that identified the burst is deleted within a day.',
  'name.sensitivity analysis': 'sensitivity analysis',
  'about.sensitivity analysis':
    'The results once more without the excluded visitors, in every arm alike. Visitors are excluded as a burst, by the time of their first decision, or by what was known when that visit began. The analysis shows how much the result depends on them. The results themselves do not change: decide by those.',
  'name.visits': 'visits',
  'about.visits':
    'Visits of the site without recognised bots. A visit ends after 30 minutes without an event.',
  'name.server-side visits': 'server-side visits',
  'about.server-side visits':
    'Visits of visitors whom only your server reports, without bots. A gap of over 30 minutes between events begins a new visit. Refunds and cancellations do not begin one. Server-side visits are not included in the visits.',
  'name.visits with a cart': 'visits with a cart',
  'about.visits with a cart':
    'Visits in which a product was added or a cart with products was reported.',
  'name.visits with an order': 'visits with an order',
  'about.visits with an order': 'Visits with an Order Completed event of any trust.',
  'name.orders': 'orders',
  'about.orders':
    'Completed orders, each order id once. Orders that were refunded or cancelled completely do not count. Their value is after refunds and excludes amounts in another currency than the account’s.',
  'name.holdout': 'holdout',
  'about.holdout':
    'Visitors in the account’s holdout, compared with everyone else. Visitors count if they first came after the holdout got its share and after the goal got its definition (its event, key and trust). They stay where their first event put them, and count for the goal’s window from that event. For a same-visit window that is a day. The effect is over closed windows, which close 24 hours after their end. What comes later changes no effect.',
} as const;
