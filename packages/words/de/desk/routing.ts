// German words of routing for agents: transfers, ringing, taking over, and states.

import type { routingEn } from '../../en/desk/routing.ts';
import type { Words } from '../../language.ts';

export const routingDe: Words<typeof routingEn> = {
  'group.ringing': 'Klingelt',
  'transfer.skills': 'Fähigkeiten',
  'transfer.skill': { one: '{n} frei', other: '{n} frei' },
  'transfer.skill.queue': 'Niemand frei: kommt in die Warteschlange',
  'transfer.skill.none': 'Niemand frei',
  'transfer.skill.wait': '{free}, {wait}',
  'transfer.noWait': 'keine Wartezeit',
  'transfer.full': 'Voll, {n} von {room}',
  'transfer.offered': 'Es klingelt bei {name}. Sie behalten es, bis es angenommen wird',
  'transfer.queued': 'In der Warteschlange von {name}',
  'transfer.seen': 'Es klingelt zuerst dort. {name} sieht nur, dass jemand anderes übernimmt',

  'ring.from': '{by} bittet Sie zu übernehmen. Noch {s} s',
  'ring.from.skill': '{by} bittet um {skill}. Noch {s} s',
  'ring.to': 'Klingelt bei {name}. Sie behalten es, bis es angenommen wird. Noch {s} s',
  'ring.accept': 'Annehmen',
  'ring.acceptOf': '{name} annehmen',
  'ring.decline': 'Ablehnen',
  'ring.recall': 'Behalten',
  'ring.waits': 'Es klingelt bei Ihnen, dann beim nächsten Agenten. Noch {s} s',
  'ring.alert.waits': '{name} klingelt',
  'ring.missed.waits': '{name} hat hier geklingelt und bekam keine Antwort',
  'ring.alert': '{by} bittet Sie, {name} zu übernehmen',
  'ring.ended.accepted': '{agent} hat {name} übernommen',
  'ring.ended.declined': '{agent} hat {name} abgelehnt. Das Gespräch bleibt bei Ihnen',
  'ring.ended.timed-out': '{agent} hat bei {name} nicht reagiert. Das Gespräch bleibt bei Ihnen',
  'ring.ended.gone': '{agent} ist weg. {name} bleibt bei Ihnen',
  'ring.ended.no-room': '{agent} hat keinen Platz mehr. {name} bleibt bei Ihnen',
  'ring.missed': '{name} hat hier geklingelt und bekam keine Antwort. {by} hat das Gespräch wieder',
  'ring.recalled': '{by} behält {name}',

  weight: 'Belegt',
  'weight.places': { one: '{n} Platz', other: '{n} Plätze' },

  'act.takeOver': 'Übernehmen',
  'alert.takenOver': '{agent} hat {name} übernommen',

  'aside.offered': '{by} bittet {agent} zu übernehmen',
  'aside.not-taken.declined': '{agent} hat abgelehnt',
  'aside.not-taken.timed-out': '{agent} hat nicht reagiert',
  'aside.not-taken.gone': '{agent} war weg',
  'aside.not-taken.no-room': '{agent} hatte keinen Platz mehr',
  'away.no-answer': 'Sie sind abwesend: Was hier klingelte, blieb unbeantwortet',
  'away.because': 'Abwesend: {reason}',
  'reason.no-answer': 'hat nicht reagiert',
  'team.because': '{state}: {reason}',
  'team.set': 'Status von {name} setzen',
  'team.room': { one: 'Platz für {n} zugleich', other: 'Platz für {n} zugleich' },
  'team.room.more': 'Eines mehr',
  'team.room.fewer': 'Eines weniger',
  'team.set.done': '{name} ist {state}',
  'aside.title': 'Nur für Agenten sichtbar',
};
