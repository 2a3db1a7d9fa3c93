// What clients in a simulated world need from it.
import type { Loop } from '@opportune/core/sim/conversation-loop.test-support.ts';
import type { Faults } from '@opportune/core/sim/conversation-network.test-support.ts';
import type { Post } from '@opportune/core/sim/post.test-support.ts';
import type { SimServer } from './server.test-support.ts';

export interface Surroundings {
  readonly loop: Loop;
  readonly faults: Faults;
  readonly post: Post;
  /** Null while the server is down. */
  readonly server: SimServer | null;
  /** Counts the server's processes. Whatever belongs to an earlier one is dead. */
  readonly generation: number;
  id(): string;
}
