// What each figure of the reports is called and means, in English: said once, for the pages, the API and
// the documents. The SQL that each comes from stands beside it in packages/server/report/definitions.ts.

export const figuresEn = {
  'name.eligible': 'eligible',
  'about.eligible':
    'Visitors whose moment came in this period, in every arm. Of a campaign that optimises: visitors whom its audience took in, whether its own moment came or not, since its policy may ask them at any time. Each counts once, on the day of the first decision.',
  'name.exposed': 'exposed',
  'about.exposed':
    'Eligible visitors of an arm other than control whose browser reported that the engagement was shown.',
  'name.engaged': 'engaged',
  'about.engaged':
    'Eligible visitors of an arm other than control who clicked the engagement or started a conversation from it.',
  'name.converted': 'converted',
  'about.converted':
    'Eligible visitors who reached the goal at or after their first decision and within the window, by the time of the event. A conversion that is reported again is counted once; one that was taken back whole is none.',
  'name.value': 'value',
  'about.value':
    'The sum of a visitor’s conversions within the window, less what was taken back of them, up to the cap that was fixed when the period began. A value in another currency than the account’s is left out, since none is converted; its conversion counts.',
  'name.taken back': 'taken back',
  'about.taken back':
    'Orders of which Order Refunded or Order Cancelled took something back, found by the key that the goal had when each came, and what it was worth. Reports of signed or server trust count, each once. What is received after a visitor’s closing shows here and in what is so far, and moves no effect.',
  'name.closed': 'closed',
  'about.closed':
    'Visitors whose window has ended, plus 24 hours for late events, as have the windows of all enrolled before them; a same-visit window ends with the visit, at the latest a day after the decision. Effects, intervals and the sample ratio use only these; the rest is pending. A closed visitor counts for what was received by their own closing: conversions and refunds that come later move no effect.',
  'name.effect': 'effect',
  'about.effect':
    'Rate in treatment minus rate in control over closed windows, with an interval that holds at every look (95 %). Withheld under five conversions in an arm. Of a campaign that optimises, treatment is here the arm that optimises.',
  'name.incremental': 'incremental',
  'about.incremental':
    'The effect times the closed visitors in treatment, or in the arm that optimises: the conversions (or the value) that would not have happened without the campaign.',
  'name.arms compared': 'arms compared',
  'about.arms compared':
    'Differences of rates over closed windows between each two of the three arms of a campaign that optimises: optimise, always (treatment) and control. Visitors are drawn into all three, so each comparison is of like with like. The three share the five in a hundred: each interval is that of 98.3 %, narrowest where its two arms hold their part of the horizon. Optimise and always share the same agents: what is shown holds while both run.',
  'name.adjusted': 'adjusted',
  'about.adjusted':
    'The effect on the rate over closed windows with less noise: what each visit was likely to do anyway, by the chance that it had of reaching the goal when it was last scored before the decision, is taken out of both arms alike (regression with interactions, after Lin). Nothing that came after the decision is in it. The same interval at every look; visitors without a score are taken to have the usual chance. It estimates what the plain effect estimates, and is shown beside it.',
  'name.agent minutes': 'agent minutes',
  'about.agent minutes':
    'Minutes from an agent’s first answer to the end of conversations that began from the engagement, and from each taking up again to the next end, over closed windows, up to 60 a visitor. Minutes for a conversion gained: the mean minutes of an arm by the difference of its rate and control’s, with all ratios that both leave possible (Fieller’s set with the factor of the confidence sequence, their covariance counted). Withheld while the interval of that difference reaches zero.',
  'name.learnt': 'learnt',
  'about.learnt':
    'What the policy of the newest period has learnt from closed visitors whose decision was left to chance. What asking adds on average holds at every look; effects of features and delays are odds of the posterior, with bounds that hold at every look too, for all features together and for all delays together, 95 % (prior-posterior ratio). The price of an hour is what an hour of staffed agents gained lately. What the goal is worth is the mean of what it brought in 90 days, or since it is reached by what reaches it now, less what was taken back. It is kept by the policy, not computed here: the query is that of the decisions it learns from.',
  'name.what if': 'what if',
  'about.what if':
    'Rate of the goal, and value a visitor (less what was taken back, at most the cap), had another rule been used, minus those of the arm that optimises. Never, at the campaign’s own moment, and there from an intent or a cart on that was known when the audience took the visitor in: from the draw of the three arms. Always later: from the draws of the arm that optimises, where its policy first decided and anything could be offered. Doubly robust: what was expected from those enrolled before, corrected by what happened divided by its probability. The interval holds at every look, however the policy learnt, for one question; it is withheld where a few visitors would decide it. It holds at the logged load and price, and for each visitor’s first decision.',
  'name.left at once': 'left at once',
  'about.left at once':
    'Visitors whose visit ended within ten seconds of the first decision that decided something (in a campaign that optimises, not that of being taken in): of the same visit no further page came after the decision, and no own sign later than ten seconds after it. Counted alike in every arm, from the instant of the decision, which control has as well; what belongs to an engagement or a conversation (shown, closed, clicked, answered) is no sign, since only one arm can give it. It is known of a visitor half an hour and ten seconds after the decision, and only those count. Where a campaign optimises, each of its arms is compared with the part of control whose draw follows the same. The difference to control has an interval that holds at every look (97.5 %); a whole interval above zero is proved harm to the visit.',
  'name.competing': 'competing',
  'about.competing':
    'Visitors of this period who were eligible in another campaign as well, in a period of it that ran at the same time; each of the two names the other. Behind: the other campaign was decided in the same zone and visit within the ten minutes before this one, and so kept it waiting; ahead: the other way round. Visitors who left before the zone was free have no decision here and are not counted; so campaigns that run in the same zone and met none of the visitors are named apart, by their configuration alone.',
  'name.by hand': 'by hand',
  'about.by hand':
    'Visitors of control with whom an agent began a conversation by hand or took up one that was over, from the start of the period to the end of their window. They are counted in control all the same, as they were drawn: the comparison of the offer stays one of all who were drawn (intention to treat). What such talks add is added to control, so that the gain shown is rather too small.',
  'name.bursts': 'bursts',
  'name.sensitivity analysis': 'sensitivity analysis',
  'name.visits': 'visits',
  'about.bursts':
    'Visitors who came in a burst: at least 20 new ones within minutes from one address prefix and browser (50 from one address prefix, or from one network and browser), five times as many as usual there and 2 % of all; or 150 in a day and 5 % of all. The mark is set by arrivals alone, the same in every arm, and stays; the keyed hash that it was found by is forgotten within a day.',
  'about.sensitivity analysis':
    'The results once more without the visitors excluded, in every arm alike: by a span of first decisions, or by what was known when the visit of their first decision began. It shows how much the result rests on them. The results themselves stay as they are: decide by those.',
  'about.visits':
    'Visits of the site without recognised bots. A visit ends after 30 minutes without an event.',
  'name.visits with a cart': 'visits with a cart',
  'name.server-side visits': 'server-side visits',
  'about.server-side visits':
    'Visits of visitors of whom your server alone reports, with no gap over 30 minutes between its events, without bots. Refunds and cancellations make none. They are not among the visits.',
  'about.visits with a cart':
    'Visits in which a product was added or a cart was reported that was not empty.',
  'name.visits with an order': 'visits with an order',
  'about.visits with an order': 'Visits with an Order Completed event of any trust.',
  'name.orders': 'orders',
  'about.orders':
    'Completed orders, each order id once, without those that were refunded or cancelled whole; their value is less what was taken back, and without what is in another currency than the account’s.',
  'name.holdout': 'holdout',
  'about.holdout':
    'Visitors in the account’s holdout against everyone else, of those who first came since it has had its share, and since the goal is reached by what reaches it now (its event, key and trust). Each stays where their first event put them, and counts for the goal’s window from that event (a day where the window is the visit). The effect is over closed windows, which are over 24 hours after that: what comes later moves no effect.',
} as const;
