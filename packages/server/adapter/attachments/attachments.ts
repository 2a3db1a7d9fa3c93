// Opens the configured store of files: a bucket if one is given, else a folder beside the engines'.
// It accesses neither before the first file.
import path from 'node:path';
import type { AttachmentStore } from '@opportune/core/ports/attachments.ts';
import { openAttachmentsFolder } from './attachments-folder.ts';
import { type BucketOptions, openAttachmentsS3 } from './attachments-s3.ts';

export function openAttachments(config: {
  readonly dataFolder: string;
  readonly attachments?: BucketOptions | undefined;
}): AttachmentStore {
  const { dataFolder, attachments: bucket } = config;
  return bucket === undefined
    ? openAttachmentsFolder(path.join(dataFolder, 'attachments'))
    : openAttachmentsS3(bucket);
}
