// What each figure of the reports means, in words, beside the SQL that it comes from: the page of
// definitions. It computes nothing; the SQL is in results-sql.ts and site-sql.ts, each part once.
import { adjustedSql } from './adjusted-sql.ts';
import { agentTimeSql } from './agent-time-sql.ts';
import { competingSql } from './competing.ts';
import { conversionsSql, takenBackSql } from './conversions-sql.ts';
import { enrolledSql, holdoutSql, reactionsSql, resultsSql, unitsSql } from './results-sql.ts';
import { leavingSql } from './leaving-sql.ts';
import { ordersSql, visitsSql } from './site-sql.ts';
import { whatIfSql } from './what-if-sql.ts';

export interface FigureDefinition {
  readonly figure: string;
  readonly words: string;
  readonly sql: string;
}

/** What the page beside the results shows: each figure in words, with its SQL. */
export const figureDefinitions: readonly FigureDefinition[] = [
  {
    figure: 'eligible',
    words:
      'Visitors whose moment came in this period, in every arm. Of a campaign that optimises: visitors whom its audience took in, whether its own moment came or not, since its policy may ask them at any time. Each counts once, on the day of the first decision.',
    sql: enrolledSql,
  },
  {
    figure: 'exposed',
    words:
      'Eligible visitors of an arm other than control whose browser reported that the engagement was shown.',
    sql: reactionsSql,
  },
  {
    figure: 'engaged',
    words:
      'Eligible visitors of an arm other than control who clicked the engagement or started a conversation from it.',
    sql: reactionsSql,
  },
  {
    figure: 'converted',
    words:
      'Eligible visitors who reached the goal at or after their first decision and within the window, by the time of the event. A conversion that is reported again is counted once; one that was taken back whole is none.',
    sql: conversionsSql,
  },
  {
    figure: 'value',
    words:
      'The sum of a visitor’s conversions within the window, less what was taken back of them, up to the cap that was fixed when the period began.',
    sql: unitsSql,
  },
  {
    figure: 'taken back',
    words:
      'Orders of which Order Refunded or Order Cancelled took something back, found by the key of the goal, and what it was worth. Reports of signed or server trust count, each once. What is received after a visitor’s closing shows here and in what is so far, and moves no effect.',
    sql: takenBackSql,
  },
  {
    figure: 'closed',
    words:
      'Visitors whose window has ended, plus 24 hours for late events, as have the windows of all enrolled before them; a same-visit window ends with the visit. Effects, intervals and the sample ratio use only these; the rest is pending. A closed visitor counts for what was received by their own closing: conversions and refunds that come later move no effect.',
    sql: unitsSql,
  },
  {
    figure: 'effect',
    words:
      'Rate in treatment minus rate in control over closed windows, with an interval that holds at every look (95 %). Withheld under five conversions in an arm. Of a campaign that optimises, treatment is here the arm that optimises.',
    sql: resultsSql,
  },
  {
    figure: 'incremental',
    words:
      'The effect times the closed visitors in treatment, or in the arm that optimises: the conversions (or the value) that would not have happened without the campaign.',
    sql: resultsSql,
  },
  {
    figure: 'arms compared',
    words:
      'Differences of rates over closed windows between each two of the three arms of a campaign that optimises: optimise, always (treatment) and control. Visitors are drawn into all three, so each comparison is of like with like. The three share the five in a hundred: each interval is that of 98.3 %, narrowest where its two arms hold their part of the horizon. Optimise and always share the same agents: what is shown holds while both run.',
    sql: resultsSql,
  },
  {
    figure: 'adjusted',
    words:
      'The effect on the rate over closed windows with less noise: what each visit was likely to do anyway, by the chance that it had of reaching the goal when it was last scored before the decision, is taken out of both arms alike (regression with interactions, after Lin). Nothing that came after the decision is in it. The same interval at every look; visitors without a score are taken to have the usual chance. It estimates what the plain effect estimates, and is shown beside it.',
    sql: adjustedSql,
  },
  {
    figure: 'agent minutes',
    words:
      'Minutes from an agent’s first answer to the end of conversations that began from the engagement, over closed windows, up to 60 a visitor. Minutes for a conversion gained: the mean minutes of an arm by the difference of its rate and control’s, with all ratios that both leave possible (Fieller’s set with the factor of the confidence sequence, their covariance counted). Withheld while the interval of that difference reaches zero.',
    sql: agentTimeSql,
  },
  {
    figure: 'learnt',
    words:
      'What the policy of the newest period has learnt from closed visitors whose decision was left to chance. What asking adds on average holds at every look; effects of features and delays are odds of the posterior, each with its own 95 %. The price of an hour is what an hour of staffed agents gained lately. It is kept by the policy, not computed here: the query is that of the decisions it learns from.',
    sql: whatIfSql,
  },
  {
    figure: 'what if',
    words:
      'Rate of the goal, and value a visitor (less what was taken back, at most the cap), had another rule been used, minus those of the arm that optimises. Never, at the campaign’s own moment, and there from an intent or a cart on that was known when the audience took the visitor in: from the draw of the three arms. Always later: from the draws of the arm that optimises, where its policy first decided and anything could be offered. Doubly robust: what was expected from those enrolled before, corrected by what happened divided by its probability. The interval holds at every look, however the policy learnt, for one question; it is withheld where a few visitors would decide it. It holds at the logged load and price, and for each visitor’s first decision.',
    sql: whatIfSql,
  },
  {
    figure: 'left at once',
    words:
      'Visitors whose visit ended within ten seconds of the first decision that decided something (in a campaign that optimises, not that of being taken in): of the same visit no further page came after the decision, and no own sign later than ten seconds after it. Counted alike in every arm, from the instant of the decision, which control has as well; what belongs to an engagement or a conversation (shown, closed, clicked, answered) is no sign, since only one arm can give it. It is known of a visitor half an hour and ten seconds after the decision, and only those count. Where a campaign optimises, each of its arms is compared with the part of control whose draw follows the same. The difference to control has an interval that holds at every look (97.5 %); a whole interval above zero is proved harm to the visit.',
    sql: leavingSql,
  },
  {
    figure: 'competing',
    words:
      'Visitors of this period who were eligible in another campaign as well, in the time of the period. Behind: the other campaign was decided in the same zone and visit within the ten minutes before this one, and so kept it waiting; ahead: the other way round. Visitors who left before the zone was free have no decision here and are not counted.',
    sql: competingSql,
  },
  {
    figure: 'visits',
    words:
      'Visits of the site without recognised bots. A visit ends after 30 minutes without an event.',
    sql: visitsSql,
  },
  {
    figure: 'visits with a cart',
    words: 'Visits in which a product was added or a cart was reported that was not empty.',
    sql: visitsSql,
  },
  {
    figure: 'visits with an order',
    words: 'Visits with an Order Completed event of any trust.',
    sql: visitsSql,
  },
  {
    figure: 'orders',
    words:
      'Completed orders, each order id once, without those that were refunded or cancelled whole; their value is less what was taken back.',
    sql: ordersSql,
  },
  {
    figure: 'holdout',
    words:
      'Visitors in the account’s holdout against everyone else, counted from their first event on.',
    sql: holdoutSql,
  },
];
