// Recordings of calls by REST: whether an account records, and the recordings of a conversation.
import { z } from 'zod';
import { revised } from '../common.ts';
import { CallId, ConversationId, RecordingId } from '../../ids.ts';
import { recordingLimits } from '../../limits/calls.ts';

/** GET and PUT /recording-settings */
export const RecordingSettings = z.object({
  /** Whether visitors are asked if their call may be recorded. Without a yes, nothing is. */
  on: z.boolean(),
  /** After so many days, a recording is removed. */
  keepDays: z.number().int().min(1).max(recordingLimits.keepDays),
});
export type RecordingSettings = z.infer<typeof RecordingSettings>;
export const RevisedRecordingSettings = revised(RecordingSettings);

/** How loud a side is, 0 to 100, in parts of equal length. */
const Loudness = z.array(z.number().int().min(0).max(100)).max(recordingLimits.peaks);

export const CallRecording = z.object({
  id: RecordingId,
  call: CallId,
  /** When it began: once the visitor had agreed, and both sides heard each other. */
  beganAt: z.number(),
  /** The language in which the visitor was asked. */
  language: z.string(),
  /** Null: the call goes on, or its file is not made yet. */
  file: z
    .object({
      durationMs: z.number().int().nonnegative(),
      sizeBytes: z.number().int().positive(),
      loudness: z.object({ visitor: Loudness, team: Loudness }),
    })
    .nullable(),
});
export type CallRecording = z.infer<typeof CallRecording>;

/** GET /conversations/:id/recordings */
export const CallRecordings = z.object({ items: z.array(CallRecording) });

/** GET and DELETE /conversations/:id/recordings/:recording */
export const RecordingParams = z.object({ id: ConversationId, recording: RecordingId });
export const RecordingQuery = z.object({
  /** `ogg`: Opus, each side a channel. `wav`: for players that cannot play that. */
  as: z.enum(['ogg', 'wav']).default('ogg'),
});
