// The words of routing in English: handing conversations on, what rings, and the account's rules.

export const routingEn = {
  'group.ringing': 'Ringing',
  'transfer.skills': 'Skills',
  'transfer.skill': { one: '{n} free', other: '{n} free' },
  'transfer.skill.queue': 'Nobody free: joins the queue',
  'transfer.offered': 'It rings at {name}. You keep it until it is accepted',
  'transfer.queued': 'In the queue of {name}',
  'transfer.seen': 'It rings there first. {name} sees only that someone else takes over',

  'ring.from': '{by} asks you to take over. {s} s left',
  'ring.from.skill': '{by} asks for {skill}. {s} s left',
  'ring.to': 'Rings at {name}. You keep it until it is accepted. {s} s left',
  'ring.accept': 'Accept',
  'ring.decline': 'Decline',
  'ring.recall': 'Keep it',
  'ring.waits': 'It rings here, and then at the next. {s} s left',
  'ring.alert.waits': '{name} rings',
  'ring.missed.waits': '{name} rang here and was not answered',
  'ring.alert': '{by} asks you to take over {name}',
  'ring.ended.accepted': '{agent} took over {name}',
  'ring.ended.declined': '{agent} declined {name}. It is yours',
  'ring.ended.timed-out': '{agent} did not answer for {name}. It is yours',
  'ring.ended.gone': '{agent} is gone. {name} is yours',
  'ring.missed': '{name} rang here and was not answered. {by} has it again',
  'ring.recalled': '{by} keeps {name}',

  weight: 'Takes of your room',
  'weight.places': { one: '{n} place', other: '{n} places' },

  'aside.offered': '{by} asks {agent} to take over',
  'aside.not-taken.declined': '{agent} declined',
  'aside.not-taken.timed-out': '{agent} did not answer',
  'aside.not-taken.gone': '{agent} was gone',
  'away.no-answer': 'You are away: what rang here was not answered',
  'reason.no-answer': 'did not answer',
  'aside.title': 'Seen by agents only',
} as const;
