// What the tables of contacts and conversations hold about people.
import { type Declarations, untilRemoved, withAccount } from '../declaration.ts';

/** Of imports and exports. */
const newest = 'seven days, the newest 20 of the account, or until it is removed';

export const conversationTables: Declarations = {
  contacts: {
    kept: withAccount,
    contact: {
      identifier: 'id merged_into',
      'contact data': 'name language',
      content: 'fields',
      behaviour: 'last_contact_at',
      technical: 'created_at',
    },
    nobody: 'account',
  },
  contact_fields: { kept: withAccount, nobody: 'account id name holds position listed' },
  contact_tags: {
    kept: withAccount,
    contact: { identifier: 'contact', content: 'tag' },
    nobody: 'account',
  },
  contact_notes: {
    kept: untilRemoved,
    contact: { identifier: 'contact', content: 'text' },
    user: { identifier: 'written_by', behaviour: 'created_at' },
    nobody: 'account id',
  },
  contact_changes: {
    kept: 'a year, the newest 200 of the contact, or as long as the contact',
    contact: { identifier: 'contact', content: 'before after', technical: 'act' },
    user: { identifier: 'changed_by', behaviour: 'created_at' },
    nobody: 'account id',
  },
  contact_addresses: {
    kept: withAccount,
    contact: {
      identifier: 'contact',
      'contact data': 'address',
      technical: 'channel verified first_seen',
    },
    nobody: 'account',
  },
  channel_offers: {
    kept: 'a day after it expired',
    visitor: {
      identifier: 'visitor',
      behaviour: 'site decision campaign campaign_name invitation',
    },
    contact: { 'contact data': 'address', technical: 'channel item used' },
    nobody: 'account token skill expires_at',
  },
  contact_verifications: {
    kept: '30 days after its time',
    contact: {
      'contact data': 'address to_address',
      technical: 'channel to_channel way state tries secret_hash',
    },
    visitor: { identifier: 'visitor', behaviour: 'asked_at expires_at ended_at' },
    user: { identifier: 'asked_by' },
    nobody: 'account id conversation site',
  },
  opt_ins: {
    kept: withAccount,
    contact: {
      'contact data': 'address',
      content: 'words place',
      behaviour: 'given_at withdrawn_at',
      technical: 'channel purpose source recorded_at',
    },
    user: { identifier: 'recorded_by' },
    nobody: 'account',
  },
  suppressions: {
    kept: withAccount,
    contact: {
      'contact data': 'address',
      content: 'words',
      behaviour: 'since released_at',
      technical: 'channel reason',
    },
    user: { identifier: 'suppressed_by' },
    nobody: 'account',
  },
  permission_entries: {
    kept: withAccount,
    contact: {
      'contact data': 'address',
      content: 'words place',
      behaviour: 'happened_at',
      technical: 'channel act purpose source recorded_at',
    },
    user: { identifier: 'recorded_by' },
    nobody: 'account id',
  },
  contact_imports: {
    kept: newest,
    contact: { content: 'sample' },
    user: { identifier: 'made_by', behaviour: 'created_at' },
    nobody:
      'account id name state delimiter header plan rows done created changed skipped refused withdrawn round sealed_key',
  },
  contact_import_pieces: {
    kept: 'until its import is over, or seven days',
    contact: { content: 'bytes' },
    nobody: 'account import number',
  },
  contact_import_errors: {
    kept: newest,
    contact: { content: 'cells' },
    nobody: 'account import row reason at',
  },
  contact_import_addresses: {
    kept: 'until its import is over',
    contact: { 'contact data': 'address', technical: 'channel' },
    nobody: 'account import',
  },
  contact_exports: {
    kept: newest,
    contact: { content: 'filter' },
    user: { identifier: 'made_by', behaviour: 'created_at' },
    nobody: 'account id state cursor pieces contacts',
  },
  contact_export_pieces: {
    kept: newest,
    contact: { content: 'bytes' },
    nobody: 'account export number',
  },
  contact_moves: {
    kept: withAccount,
    contact: { identifier: 'from_contact to_contact', technical: 'why moved moved_at undone_at' },
    user: { identifier: 'moved_by undone_by' },
    nobody: 'account id',
  },
  conversations: {
    kept: withAccount,
    visitor: { identifier: 'visitor', behaviour: 'origin' },
    contact: {
      identifier: 'contact',
      'contact data': 'visitor_name reply_to address',
      content: 'last_text topic',
      behaviour: 'started_at last_at visitor_delivered visitor_read',
    },
    user: {
      identifier: 'agent joined begun_by',
      'contact data': 'agent_name',
      behaviour: 'answered_at agent_delivered agent_read',
    },
    nobody: `account id site status skill queued_at waiting_since ended_at last_sequence weight standing calls_back
      case_state unanswered_since channel begun_elsewhere`,
  },
  messages: {
    kept: withAccount,
    contact: { content: 'body', behaviour: 'at' },
    user: { identifier: 'author' },
    nobody: 'account conversation sequence id',
  },
  search_index: {
    kept: 'as long as its message',
    contact: { content: 'document' },
    nobody: 'account conversation sequence at',
  },
  attachments: {
    kept: 'as long as its message, or a day without one; sound as long as recordings of calls',
    visitor: { identifier: 'visitor' },
    contact: { content: 'name place sha256 media_type size_bytes width height' },
    user: { identifier: 'agent' },
    nobody: 'account conversation id begun_at stored_at',
  },
  conversation_requests: {
    kept: withAccount,
    contact: { 'contact data': 'address', technical: 'request' },
    nobody: 'account conversation channel',
  },
  conversation_holds: {
    kept: withAccount,
    user: { identifier: 'agent', behaviour: 'since until handed' },
    nobody: 'account conversation',
  },
  conversation_labels: {
    kept: withAccount,
    contact: { content: 'label kind value' },
    user: { identifier: 'labelled_by', behaviour: 'labelled_at' },
    nobody: 'account conversation',
  },
  conversation_merges: {
    kept: 'until they are separated',
    user: { identifier: 'merged_by', behaviour: 'merged_at' },
    nobody: 'account conversation into_conversation',
  },
  conversation_needs: {
    kept: withAccount,
    contact: { content: 'need evidence' },
    user: { identifier: 'named_by', behaviour: 'named_at' },
    nobody: 'account conversation',
  },
  conversation_orders: {
    kept: withAccount,
    contact: { identifier: 'order_id' },
    nobody: 'account conversation',
  },
  surveys: {
    kept: withAccount,
    contact: {
      content: 'satisfaction recommend resolved free_text',
      behaviour: 'answered_at changed_at',
    },
    nobody: 'account conversation',
  },
  transcripts: {
    kept: withAccount,
    visitor: { identifier: 'visitor' },
    contact: { 'contact data': 'address', behaviour: 'asked_at' },
    user: { identifier: 'asked_by' },
    nobody: 'account conversation tries sending_at begun_at sent_at',
  },
  blocked_addresses: {
    kept: withAccount,
    contact: { 'contact data': 'address', technical: 'channel at' },
    user: { identifier: 'blocked_by' },
    nobody: 'account',
  },
  answer_uses: { kept: withAccount, nobody: 'account conversation answer' },
  predefined_answers: {
    kept: untilRemoved,
    user: { identifier: 'owner' },
    nobody: 'account id shortcut title text folder skill language needs',
  },
  call_recordings: {
    kept: 'for the days that the account sets, and no longer than its conversation',
    contact: {
      content: 'parts loudness',
      behaviour: 'agreed_at began_at duration_ms',
      technical: 'language',
    },
    nobody: 'account id conversation call made_at',
  },
  calls: {
    kept: 'as long as its conversation',
    contact: {
      behaviour: 'proposed_by queued proposed_at accepted_at connected_at ended_at spoke_s held_s',
      technical: 'reason',
    },
    user: { identifier: 'agent' },
    nobody: 'account id conversation',
  },
  callbacks: {
    kept: 'as long as its conversation',
    contact: {
      'contact data': 'address number language time_zone',
      behaviour: `way state is_now slot_from slot_until due_at tried_since attempts called_at first_rung_at
        over_at made_at request`,
      technical: 'channel by_channel turn skill sent is_silent',
    },
    user: { identifier: 'wanted_by' },
    nobody: 'account id conversation',
  },
  callback_settings: {
    kept: withAccount,
    nobody: 'account is_on per_agent retries ahead_days skills ways texts',
  },
  voicemails: {
    kept: 'for 24 hours once its sound is a file of a conversation',
    contact: {
      identifier: 'request',
      'contact data': 'address',
      behaviour: 'began_at size_bytes',
      technical: 'channel is_withheld skill',
    },
    nobody: 'account id made_at',
  },
  voicemail_pieces: {
    kept: 'until its sound is a file of a conversation',
    contact: { content: 'bytes' },
    nobody: 'account voicemail number',
  },
  dialled_calls: {
    kept: 'for 24 hours, until the next call',
    nobody: 'account id at allowed_s took_s',
  },
  handle_times: {
    kept: withAccount,
    nobody: 'account conversation at skill handled_ms',
  },
  channels: {
    kept: untilRemoved,
    nobody: `account id kind name icon state last_error settings capabilities secret skill closes_after_h
      entry greeting away translations revision created_at`,
  },
  letters: {
    kept: 'as long as its conversation',
    contact: { content: 'text folded html' },
    nobody: 'account conversation message remote_images pictures',
  },
  channel_templates: {
    kept: 'as long as its channel',
    nobody: 'account channel templates read_at',
  },
  mailbox_folders: {
    kept: 'as long as its channel',
    nobody: 'account channel folder epoch number at',
  },
  mailbox_leases: { kept: 'while it is watched', nobody: 'account channel holder until' },
  deliveries: {
    kept: 'as long as its conversation',
    contact: {
      'contact data': 'address',
      content: 'words choices',
      behaviour: 'life state begun_at changed_at',
    },
    nobody: 'account id number conversation message channel made_at',
  },
  delivery_parts: {
    kept: 'as long as its delivery, or 30 days without one',
    contact: { identifier: 'external_id renamed_to', behaviour: 'told' },
    nobody: 'account channel delivery at',
  },
  channel_inbox: {
    kept: '30 days once it is handled',
    contact: {
      identifier: 'external_id',
      'contact data': 'address',
      content: 'item raw',
      behaviour: 'received_at',
    },
    nobody: 'account id channel raw_of handled_at outcome',
  },
};
