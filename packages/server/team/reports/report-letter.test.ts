// A report's e-mail shows its figures exactly as the console does.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  figureIds,
  Figures,
  type History,
  ReportDraft,
} from '@opportune/protocol/rest/team/history.ts';
import { reportLetter } from './report-letter.ts';

function historyWith(figures: Readonly<Record<string, { value: number; of: number }>>): History {
  const none = figureIds.map((id) => [id, { value: null, of: 0 }] as const);
  const empty = Figures.parse(Object.fromEntries(none));
  return {
    asOf: Date.parse('2026-10-28T07:00:00Z'),
    timeZone: 'Europe/Berlin',
    ...{ from: '2026-10-27', until: '2026-10-27', by: null, channel: null, parts: [], more: 0 },
    whole: Figures.parse({ ...empty, ...figures }),
    before: { from: '2026-10-26', until: '2026-10-26', whole: empty },
  };
}

test('[HI3] shares have one decimal, points and counts none, and time is written as time', () => {
  const history = historyWith({
    'service-level': { value: 0.5, of: 1_200 },
    nps: { value: 33.333, of: 9 },
    concurrency: { value: 1.25, of: 60 },
    occupancy: { value: 0.725, of: 28_800 },
    'handle-time': { value: 65.4, of: 3 },
  });
  const draft = ReportDraft.parse({
    ...{ every: 'day', hour: 8 },
    figures: ['service-level', 'nps', 'concurrency', 'occupancy', 'handle-time'],
  });
  const of = { to: 'mia@example.com', account: 'Aldermoor', history, link: 'https://desk.example' };
  const { text } = reportLetter({ ...of, draft });
  for (const shown of ['50.0% (1,200)', '+33 (9)', ': 1.3\n', '72.5% (8:00:00)', '1:05 (3)'])
    assert.ok(text.includes(shown), `${shown} in ${text}`);
  const german = reportLetter({ ...of, draft: { ...draft, language: 'de' } });
  assert.ok(german.text.includes('72,5\u00a0% (8:00:00)'), german.text);
});
