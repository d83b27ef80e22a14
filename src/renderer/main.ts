/** First of all what the policy of the page asks for; only then the interface, in a module that is evaluated after it. */
import { config } from 'zod';
import { setTrustedTypes } from './app/trusted-types.ts';

// zod would compile its checks with `new Function`, which the policy refuses.
config({ jitless: true });
setTrustedTypes();
await import('./app/start.tsx');
