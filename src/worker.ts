/** The worker's composition root: a session behind the port. */

import { serve } from './protocol/server.ts';
import { Session } from './session/session.ts';

serve((firstSource) => new Session(firstSource));
