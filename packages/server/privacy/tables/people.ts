// What the tables of accounts and their users hold about people.
import { type Declarations, untilRemoved, withAccount } from '../declaration.ts';

export const peopleTables: Declarations = {
  accounts: {
    kept: withAccount,
    nobody: `id settings salt server_trust_in_use configuration_version created_at holdout_share
      holdout_since sample_of sample_ready_at`,
  },
  users: {
    kept: withAccount,
    user: {
      identifier: 'id',
      'contact data': 'email name language photo',
      behaviour: 'last_seen_at',
      technical: 'role room disabled password_hash created_at named kind',
    },
    nobody: 'account',
  },
  pictures: {
    kept: 'until it is replaced or removed, or its user is disabled',
    user: { 'contact data': 'id', identifier: 'owner' },
    nobody: 'account kind media_type size_bytes made_at',
  },
  sessions: {
    kept: 'a week without use, a month at most, then until the user signs in again',
    user: {
      identifier: 'user_id',
      behaviour: 'created_at renewed_at',
      technical: 'token_hash by_link expires_at sample',
    },
    nobody: 'account',
  },
  sign_in_links: {
    kept: 'until the user’s next link, another password or address',
    user: { identifier: 'user_id', technical: 'code_hash purpose created_at expires_at used_at' },
    nobody: 'account',
  },
  sign_in_places: {
    kept: 'a day',
    user: { identifier: 'user_id place', behaviour: 'seen_at' },
    nobody: 'account',
  },
  api_tokens: {
    kept: 'until it is revoked',
    user: {
      identifier: 'user_id',
      behaviour: 'last_used_at',
      technical: 'id name token_hash hint scopes created_at expires_at',
    },
    nobody: 'account',
  },
  idempotent_requests: {
    kept: 'a day',
    user: { content: 'sealed_body', technical: 'key_hash request_hash begun_at status' },
    nobody: 'account',
  },
  scheduled_reports: {
    kept: untilRemoved,
    user: {
      identifier: 'user_id',
      technical: 'report due_at sending_for tries again_at sent_at last',
    },
    nobody: 'account id',
  },
  agent_skills: {
    kept: untilRemoved,
    user: { identifier: 'agent', technical: 'skill level' },
    nobody: 'account',
  },
  agent_choices: {
    kept: withAccount,
    user: {
      identifier: 'agent',
      'contact data': 'name',
      behaviour: 'state since reason chosen chosen_reason',
      technical: 'room',
    },
    nobody: 'account',
  },
  agent_states: {
    kept: withAccount,
    user: { identifier: 'agent', behaviour: 'since state reason' },
    nobody: 'account',
  },
  drafts: {
    kept: 'until it is sent or emptied, or the user has too many newer ones',
    user: { identifier: 'user_id', content: 'body', technical: 'note at' },
    nobody: 'account conversation',
  },
};
