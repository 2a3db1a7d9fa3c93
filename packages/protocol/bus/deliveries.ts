// What is published of deliveries, for those who show them.
import { z } from 'zod';
import { Delivery } from '../channel/delivery.ts';
import { AccountId, ConversationId } from '../ids.ts';
import { topic } from './topic.ts';

const Changed = z.object({ account: AccountId, conversation: ConversationId, delivery: Delivery });

/** A delivery of a message of that conversation has another state, or another reason to wait. */
export const deliveryChanged = topic('delivery.changed', Changed);
